// test/deploy/rolling-restart.test.ts — a new version comes: every process is restarted in turn, under load, and nobody notices.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Child } from '../../local/child.ts';
import { signIn, type Client } from '../../local/client.ts';
import { openInspector } from '../../local/inspect.ts';
import { PEOPLE } from '../../local/people.ts';
import { freePorts } from '../../local/ports.ts';
import { SERVICES } from '../../local/services.ts';
import type { Stack } from '../../local/start-stack.ts';
import { connectClient } from '../../temporal/connection.ts';
import { aStack } from '../support/stack.ts';
import { until } from '../support/until.ts';
import { openBalancer, type Balancer } from './support/balancer.ts';
import { failedTasks } from './support/failed-tasks.ts';
import { follow } from './support/follow.ts';
import { secondProcesses, type SecondProcesses } from './support/second-processes.ts';

const VCF = '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nchrM\t11778\t.\tG\tA\t.\t.\t.\n';
const READERS = 2;
/** Load that takes all that there is would make the machine slow, and find no more. */
const READ_EVERY_MS = 50;
/** While one process is restarted; more would only make the machine wait. */
const JOBS_PER_RESTART = 3;
/** The balancer asks five times a second, but a busy machine lets it wait. */
const SETTINGS = { GAS_GRACE_PERIOD: '1s', GAS_STOP_DELAY: '2s' };

describe('two of each process, restarted one after the other under load', function () {
  this.timeout(600_000);
  const troubles: string[] = [];
  let stack: Stack & { folder: string };
  let second: SecondProcesses;
  let balancer: Balancer;
  before(async () => {
    const [ports, others] = [await freePorts(), await freePorts()];
    balancer = await openBalancer([ports.web, others.web]);
    stack = await aStack({ ports, settings: { ...SETTINGS, GAS_WEB_URL: balancer.url } });
    second = await secondProcesses(stack, others, troubles);
    await until(() => balancer.ready() === 2);
  });
  after(async () => {
    await second?.stop();
    await stack?.stop();
    await balancer.close();
  });

  it('fail no request, lose no message, and bring event streams back', async () => {
    const ada = await signIn(balancer.url, PEOPLE[0]!.sub);
    const jobs: string[] = [];
    const told = new Map<string, string>();
    const finished = new AbortController();
    const stream = follow(ada, finished.signal, ({ job_id, place }) => told.set(job_id, place));
    const readers = Array.from({ length: READERS }, () => reading(ada, jobs, finished.signal));
    const background = Promise.all([stream.ended, ...readers]);

    const restarts = restarted(ada, jobs, finished.signal);
    let streams = 0;
    try {
      await Promise.race([background, restarts.then(() => toldAsArchived(jobs, told))]);
      streams = stream.opened();
    } finally {
      finished.abort();
      await Promise.allSettled([restarts]); // or it would start again what `after` ends
    }
    await background;

    assert.deepEqual(balancer.failures, []);
    assert.deepEqual([...stack.troubles, ...troubles], []);
    assert.ok(jobs.length >= 2 * SERVICES.length && streams >= 2, `${jobs.length} jobs, ${streams} streams`);
    await assertNothingLost(stack, jobs.length);
  });

  /** Each of the six, ended by SIGTERM and started again while jobs are submitted; the next one when it serves. */
  async function restarted(client: Client, jobs: string[], finished: AbortSignal): Promise<void> {
    for (const name of SERVICES.toReversed()) {
      const first = { stop: () => stack.kill(name, 'SIGTERM'), start: () => stack.start(name) };
      for (const one of [first, second.the[name]]) {
        if (finished.aborted) return;
        await underLoad(one, async () => jobs.push(await submitted(client)));
        await until(() => finished.aborted || balancer.ready() === 2);
      }
    }
  }
});

async function underLoad(one: Pick<Child, 'stop' | 'start'>, submit: () => Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const restart = one.stop().then(() => one.start()).finally(() => over.abort()); // prettier-ignore
  const load = (async () => {
    for (let n = 0; n === 0 || (n < JOBS_PER_RESTART && !over.signal.aborted); n++) await submit();
  })();
  await Promise.allSettled([restart, load]);
  await Promise.all([restart, load]);
}

async function submitted(client: Client): Promise<string> {
  const jobId = await client.upload('sample.vcf', Buffer.from(VCF));
  await client.submit(jobId, 'sample.vcf');
  return jobId;
}

/** Asks for the list and for a job, again and again; any answer but 200 throws. */
async function reading(client: Client, jobs: readonly string[], finished: AbortSignal): Promise<void> {
  while (!finished.aborted) {
    await client.jobs();
    const last = jobs.at(-1);
    if (last) await client.job(last);
    await delay(READ_EVERY_MS);
  }
}

const toldAsArchived = (jobs: readonly string[], told: ReadonlyMap<string, string>) =>
  until(
    () => jobs.every((job) => told.get(job) === 'archived'),
    () => `not told as archived: ${JSON.stringify(jobs.filter((job) => told.get(job) !== 'archived'))}`,
  );

/** As many archives as jobs, nothing in a queue or among dead letters, and no worker that met a history it could not follow. */
async function assertNothingLost({ config }: Stack, jobs: number): Promise<void> {
  const inspector = openInspector(config);
  const temporal = connectClient(config.temporal);
  try {
    assert.deepEqual(await inspector.cold(), { archives: jobs, uploads: 0 });
    let left: Record<string, number> = {};
    const areEmpty = async () => Object.keys((left = await inspector.queues())).length === 0;
    await until(areEmpty, () => JSON.stringify(left));
    const { histories, failures } = await failedTasks(temporal);
    assert.deepEqual(failures, []);
    assert.ok(histories >= jobs, `${histories} histories of ${jobs} jobs`);
  } finally {
    inspector.close();
    await temporal.connection.close();
  }
}
