// test/journeys/seeing.test.ts — one result's life through all processes, as those see it who run the service: traces,
// logs, metrics, and the dashboard and alert rules over a real Prometheus.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../local/environment.ts';
import type { Client } from '../../local/client.ts';
import { connectClient } from '../../temporal/connection.ts';
import { createStarters } from '../../temporal/starters.ts';
import { openCollector, type Span } from '../support/collector.ts';
import { openJourney, reached, type Journey } from '../support/journey.ts';
import { hasPrometheus, startPrometheus } from '../support/prometheus.ts';
import { until } from '../support/until.ts';

const FILE_NAME = 'Ada-Lovelace-biopsy.vcf.gz';
const TRACE = randomBytes(16).toString('hex');
const BROWSER = '00f067aa0ba902b7';
const PROCESSES = ['web', 'bridge', 'worker'] as const;

describe('those who run the service see', function () {
  this.timeout(300_000);
  let journey: Journey;
  let collector: Awaited<ReturnType<typeof openCollector>>;
  let jobId: string;
  let token: string;

  before(async () => {
    collector = await openCollector();
    journey = await openJourney({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    const ada = await journey.as('Ada');
    token = await aToken(ada, journey.stack.urls.web);
    jobId = await ada.upload(FILE_NAME, journey.vcf);
    await submitted(ada, jobId);
    await reached(ada, jobId, ({ place }) => place === 'archived');
    await ada.changePlan('premium_user');
    await reached(ada, jobId, ({ place }) => place === 'hot');
    await ada.download(jobId, 'result');
  });
  after(async () => {
    await journey.close();
    collector.close();
  });

  /** What of it must stay with us, in a text that others may read. */
  const told = (text: string) =>
    [FILE_NAME, 'Lovelace', 'example.org', token, 'X-Amz-', 'gas-local-only-secret', 'MT-ND4'].filter((secret) =>
      text.includes(secret),
    );

  /** As a browser that traces does it. */
  async function submitted(ada: Client, job_id: string) {
    const { origin } = new URL(journey.stack.urls.web);
    const headers = { 'content-type': 'application/json', origin, traceparent: `00-${TRACE}-${BROWSER}-01` };
    const body = JSON.stringify({ job_id, file_name: FILE_NAME });
    assert.equal((await ada.call('/api/jobs', { method: 'POST', headers, body })).ok, true);
  }

  it('one trace from the request of a browser to the last step of its annotation, and no trace of probes', async () => {
    const inTrace = () => collector.spans.filter(({ traceId }) => traceId === TRACE);
    const seen = (service: string, name: string) =>
      inTrace().some((span) => span.service === service && span.name === name);
    const wanted: [string, string][] = [
      ['gas-web', 'POST /api/jobs'],
      ['gas-worker', 'RunWorkflow:annotateJob'],
      ['gas-worker', 'RunActivity:annotate'],
      ['gas-worker', 'RunActivity:recordCompleted'],
    ];
    await until(
      () => wanted.every(([service, name]) => seen(service, name)),
      () =>
        `all of ${wanted.join('; ')} in ${inTrace()
          .map(({ service, name }) => `${service} ${name}`)
          .join('; ')}`,
    );
    const path = ancestors(inTrace(), 'RunActivity:annotate');
    assert.deepEqual(path.slice(1, 3), ['StartActivity:annotate', 'RunWorkflow:annotateJob']);
    assert.deepEqual(path.slice(-2), ['POST /api/jobs', BROWSER]);
    assert.deepEqual(told(JSON.stringify(collector.spans)), []);
    assert.equal(
      collector.spans.some(({ name }) => name.includes('/health')),
      false,
    );
  });

  it('the job in the lines of each process, and nobody in any', async () => {
    for (const name of PROCESSES) {
      const text = await journey.stack.logs(name);
      const lines = text.split('\n').filter((line) => line.startsWith('{'));
      const written = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      assert.ok(written.length > 0 && written.every((line) => line['process'] === name), name);
      assert.deepEqual(told(text), [], name);
      if (name === 'worker') continue; // it logs what goes wrong: nothing did
      const ofJob = written.filter((line) => line['job_id'] === jobId);
      assert.ok(ofJob.length > 0, `${name} does not name the job`);
      assert.ok(ofJob.every((line) => (name === 'web' ? 'request_id' in line : 'workflow_id' in line)));
    }
  });

  it('every query of the dashboard and every alert rule answered, by a real Prometheus', async function () {
    if (!hasPrometheus()) return this.skip();
    const { stack } = journey;
    const client = connectClient(stack.config.temporal);
    await (
      await createStarters(client).reconcile({ dryRun: true })
    ).report;
    await client.connection.close();
    const prometheus = await startPrometheus(join(stack.config.local.folder, 'prometheus'), {
      'gas-web': hostOf(stack.urls.webInternal),
      'gas-bridge': hostOf(stack.urls.bridge),
      'gas-worker': hostOf(stack.urls.worker),
    });
    try {
      const rules = async () =>
        (await prometheus.ask<RuleGroups>('rules')).groups.flatMap((group) => group.rules.map((rule) => rule));
      const evaluated = async () => (await rules()).every(({ health }) => health !== 'unknown');
      await until(() => evaluated().catch(() => false));
      assert.deepEqual(
        (await rules()).filter(({ health }) => health !== 'ok'),
        [],
      );
      const quiet = new Set(['Retries and failures of transfers']);
      const panels = await dashboardQueries();
      const empty = async () => {
        const answers = panels.map(async ({ title, query }) => {
          const { result } = await prometheus.ask<{ result: unknown[] }>(`query?query=${encodeURIComponent(query)}`);
          return result.length > 0 || quiet.has(title) ? [] : [title];
        });
        return (await Promise.all(answers)).flat();
      };
      let silent: string[] = [];
      await until(
        async () => (silent = await empty()).length === 0,
        () => `an answer to ${silent.join(', ')}`,
      );
      const firing = (await rules()).filter(({ state }) => state === 'firing').map(({ name }) => name);
      assert.deepEqual(firing, []);
    } finally {
      await prometheus.stop();
    }
  });

  it('Temporal away: not ready, and still JSON in every line, those of its own SDK too', async () => {
    const { stack } = journey;
    await stack.kill('temporal', 'SIGKILL');
    await until(async () => (await stack.logs('worker')).includes('tcp connect error'));
    assert.equal((await fetch(`${stack.urls.worker}/health/ready`)).status, 503);
    assert.equal((await fetch(`${stack.urls.worker}/health/live`)).status, 200);
    assert.match(await (await fetch(`${stack.urls.worker}/metrics`)).text(), /gas_check_up\{check="temporal"\} 0/);
    for (const name of PROCESSES) {
      const lines = (await stack.logs(name)).split('\n').filter((line) => line !== '');
      assert.deepEqual(
        lines.filter((line) => !line.startsWith('{"level":')),
        [],
      );
    }
  });
});

/** The names of a span and of those around it, up to the browser's, of which we know the id alone. */
function ancestors(spans: readonly Span[], name: string): string[] {
  const span = spans.find((each) => each.name === name || each.spanId === name);
  return span ? [span.name, ...ancestors(spans, span.parentSpanId ?? '')] : [name];
}

interface RuleGroups {
  groups: { rules: { name: string; health: string; state: string; lastError?: string }[] }[];
}
interface Dashboard {
  panels: { title: string; targets?: { expr: string }[] }[];
}

async function dashboardQueries(): Promise<{ title: string; query: string }[]> {
  const { panels } = JSON.parse(await readFile(join(ROOT, 'ops/dashboard.json'), 'utf8')) as Dashboard;
  return panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ title, query: expr.replaceAll('$__rate_interval', '1m') })),
  );
}

async function aToken(ada: Client, webUrl: string): Promise<string> {
  const headers = { 'content-type': 'application/json', origin: new URL(webUrl).origin };
  const body = JSON.stringify({ name: 'laptop', scopes: ['read'], expires_in_days: 1 });
  const created = await ada.call('/api/tokens', { method: 'POST', headers, body });
  const { token } = (await created.json()) as { token: string };
  const used = await fetch(`${webUrl}/api/jobs`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(used.status, 200);
  return token;
}

const hostOf = (url: string) => new URL(url).host;
