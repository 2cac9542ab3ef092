// test/cli/service.test.ts — operators and owners at a running service: what one deletes, the other sees go.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { openOperator } from '../../cli/wiring.ts';
import { type Client, Refused, signIn } from '../../local/client.ts';
import { openInspector, type Inspector } from '../../local/inspect.ts';
import { PEOPLE } from '../../local/people.ts';
import type { Stack } from '../../local/start-stack.ts';
import { reached } from '../support/journey.ts';
import { aStack } from '../support/stack.ts';
import { until } from '../support/until.ts';
import { gasOver } from './support/gas.ts';

const VCF = '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nchrM\t11778\t.\tG\tA\t.\t.\t.\n';
/** Whatever has no row counts as old enough; the vault's inventory is ready at once. */
const SETTINGS = { GAS_GRACE_PERIOD: '1h', GAS_ORPHAN_AGE: '1ms', GAS_GLACIER_STANDARD: '100ms' };
const unknown = (error: unknown) => error instanceof Refused && error.status === 404;

async function submitted(client: Client, vcf: string): Promise<string> {
  const jobId = await client.upload('sample.vcf', Buffer.from(vcf));
  await client.submit(jobId, 'sample.vcf');
  await reached(client, jobId, ({ status }) => status === 'COMPLETED' || status === 'FAILED');
  return jobId;
}

describe('the command line and deletion, on the running service', function () {
  this.timeout(120_000);
  let stack: Stack;
  let inspector: Inspector;
  let gas: ReturnType<typeof gasOver>;
  let letGo: () => void;
  before(async () => {
    stack = await aStack({ settings: SETTINGS });
    inspector = openInspector(stack.config);
    const operator = await openOperator(stack.config);
    gas = gasOver(() => ({ ...operator, close() {} }));
    letGo = () => operator.close();
  });
  after(async () => {
    letGo();
    inspector.close();
    await stack.stop();
  });

  const as = (index: number) => signIn(stack.urls.web, PEOPLE[index]!.sub);

  it('shows a result in its grace to an operator, who asks the process', async () => {
    const jobId = await submitted(await as(0), VCF);
    let last = '';
    const isInGrace = async () => {
      last = (await gas('inspect', jobId)).out;
      return last.includes('phase grace');
    };
    await until(isInGrace, () => last);
    const env = { ...stack.env, AWS_ENDPOINT_URL: '', TEMPORAL_ADDRESS: '' }; // as in a terminal beside `npm start`
    const child = spawn(process.execPath, ['cli/main.ts', 'inspect', jobId, '--json'], { env });
    const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    assert.equal(said, `On the service that \`npm start\` runs here, at ${stack.urls.web}.\n`);
    const seen = JSON.parse(out);
    assert.deepEqual([code, seen.place, seen.claimed], [0, 'hot', false]);
    const phases = seen.workflows.map(({ type, status, phase }: Record<string, string>) => [type, status, phase]);
    assert.deepEqual(phases.slice(0, 2), [
      ['annotateJob', 'COMPLETED', 'completed'],
      ['archiveResult', 'RUNNING', 'grace'],
    ]);
    assert.deepEqual(
      seen.objects.map(({ what, versions }: { what: string; versions: unknown[] }) => [what, versions.length]),
      [
        ['input', 1],
        ['result', 1],
        ['log', 1],
      ],
    );
  });

  it('runs a failed annotation again', async () => {
    const ada = await as(0);
    const jobId = await submitted(ada, 'no vcf at all');
    assert.equal((await gas('retry', jobId, '--json')).json.attempt, 2);
    const again = await reached(ada, jobId, ({ status, attempt }) => attempt === 2 && status === 'FAILED');
    assert.equal(again.attempt, 2);
    assert.match((await gas('audit', jobId)).out, /operator:olga +operator-retry .*attempt 2/);
  });

  it('removes a deleted job from every store, and keeps the record of it', async () => {
    const ada = await as(0);
    const jobId = await submitted(ada, VCF);
    assert.deepEqual(await ada.deleteJob(jobId), { job_id: jobId, status: 'deleting' });
    await assert.rejects(ada.job(jobId), unknown);
    await until(async () => (await gas('inspect', jobId)).out.includes('nothing is left but this note'));
    assert.equal(await inspector.resultVersions(jobId), 0);
    const { json } = await gas('audit', jobId, '--json');
    const acts = json.entries.map(({ actor, action }: Record<string, string>) => [actor, action]);
    assert.deepEqual(acts, [
      [PEOPLE[0]!.sub, 'job-deleted'],
      ['service', 'job-removed'],
    ]);
    await assert.rejects(ada.deleteJob(jobId), unknown);
  });

  it('closes an account: signed out everywhere, every job removed, and a new one is empty', async () => {
    const [ben, elsewhere] = [await as(1), await as(1)];
    const jobId = await submitted(ben, VCF);
    assert.equal((await ben.storage()).places.hot.results, 1);
    await ben.closeAccount();
    await until(async () => (await elsewhere.call('/api/profile')).status === 401);
    await until(async () => (await gas('inspect', jobId)).out.includes('nothing is left but this note'));
    const again = await as(1);
    assert.deepEqual(await again.jobs(), { jobs: [] });
    assert.match((await gas('audit', PEOPLE[1]!.sub)).out, /account-deleted/);
  });

  it('compares all stores, and finds an upload that was never submitted', async () => {
    await (await as(2)).upload('forgotten.vcf', Buffer.from(VCF));
    const { code, json } = await gas('reconcile', '--dry-run', '--json');
    assert.deepEqual([code, json.findings, json.left_to_look_at], [1, { bytesWithoutRow: 1 }, ['bytesWithoutRow']]);
    assert.ok(json.rows > 0 && json.objects > 0);
  });
});
