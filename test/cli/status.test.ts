// test/cli/status.test.ts — how the service stands, in words and in JSON, and when part of it cannot be asked.
import assert from 'node:assert/strict';
import { emptyReport } from '../../domain/reconciliation.ts';
import { TemporalAway } from '../../temporal/errors.ts';
import { aCompletedJob, aJob, anArchivedJob } from '../support/builders.ts';
import { aTerminal, type ATerminal } from './support/a-terminal.ts';

const AT = 1_699_999_000_000;

describe('gas status', () => {
  let terminal: ATerminal;
  beforeEach(() => {
    terminal = aTerminal();
  });

  it('is short where nothing happens', async () => {
    const { code, out } = await terminal.gas('status');
    assert.equal(code, 0);
    assert.match(out, /gas-annotation-complete +0 waiting, 0 in flight +0 dead letters/);
    assert.match(out, /open workflows\n {2}none/);
    assert.match(out, /no comparison has been made yet; --scan counts now/);
    assert.match(out, /2023-11-14: not counted, since neither GAS_RETRIEVAL_DAILY_BYTES/);
  });

  it('tells what is open, failed, waiting and dead', async () => {
    terminal.queues.bury('thaws', {}, { sentAt: AT });
    Object.assign(terminal.overview, {
      open: async () => ({ types: [{ name: 'annotateJob', open: 2 }], phases: [{ name: 'stuck', open: 1 }] }),
      failed: async () => ({ count: 7, newest: [{ workflowId: 'result/x', type: 'restoreResult', closedAt: AT }] }),
      backlog: async () => [{ queue: 'gas-annotate', kind: 'activity', workers: 1, waiting: 3, oldestMs: 65_000 }],
    });
    const { out } = await terminal.gas('status');
    assert.match(out, /gas-thaws +0 waiting, 0 in flight +1 dead letter, the oldest seen of 2023-11-14T21:56:40.000Z/);
    assert.match(out, /by type +annotateJob 2\n +by phase +stuck 1/);
    assert.match(out, /failed in the last day\n {2}7\n {2}2023-11-14T21:56:40.000Z +restoreResult +result\/x/);
    assert.match(out, /gas-annotate +steps +3 waiting, the oldest for 65 s +1 worker/);
    assert.equal(terminal.queues.inHand.size, 0);
  });

  it('takes places and bytes from the last comparison, and counts them itself only when asked', async () => {
    const storage = { none: z(0), hot: { results: 3, bytes: 900 }, archiving: z(0), archived: z(0), restoring: z(0) };
    const report = { ...emptyReport(false), places: storage };
    terminal.overview.lastReconciliation = async () => ({ at: AT, report });
    const { out } = await terminal.gas('status');
    assert.match(out, /hot +3 results +900 bytes\n {2}as the comparison of 2023-11-14T21:56:40.000Z counted them/);

    for (const job of [aCompletedJob(), anArchivedJob(), aJob({ deletedAt: 1 })]) terminal.rows.set(job.jobId, job);
    const { json } = await terminal.gas('status', '--scan', '--json');
    assert.deepEqual(
      [json.storage.scanned, json.storage.places.hot.results, json.storage.places.archived.results],
      [true, 1, 1],
    );
    assert.equal(json.storage.places.none.results, 0);
  });

  it('tells what retrievals have taken of the day', async () => {
    terminal.operator.retrievalCaps = { bytes: 100, microdollars: 5_000_000 };
    const caps = terminal.operator.retrievalCaps;
    await terminal.budget.reserve({ id: '1', day: '2023-11-14', bytes: 60, microdollars: 1_250_000, caps });
    assert.match(
      (await terminal.gas('status')).out,
      /2023-11-14: 60 bytes of 100 bytes, \$1\.2500 of \$5\.00 at list price/,
    );
  });

  it('tells the rest where Temporal is away', async () => {
    Object.assign(terminal.overview, { open: away, failed: away, backlog: away, lastReconciliation: away });
    const { out, code } = await terminal.gas('status');
    assert.equal(code, 0);
    assert.match(out, /open workflows\n {2}cannot be told: Temporal does not answer\./);
    assert.match(out, /gas-thaws +0 waiting/);
    const { json } = await terminal.gas('status', '--json');
    assert.match(json.workflows.open.unavailable, /^Temporal does not answer/);
  });
});

function z(results: number) {
  return { results, bytes: 0 };
}

async function away(): Promise<never> {
  throw new TemporalAway('Temporal does not answer.');
}
