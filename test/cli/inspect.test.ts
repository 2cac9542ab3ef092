// test/cli/inspect.test.ts — what an operator is shown of a job.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { TemporalAway } from '../../temporal/errors.ts';
import { aCompletedJob, anArchivedJob } from '../support/builders.ts';
import { aTerminal, type ATerminal } from './support/a-terminal.ts';

describe('gas inspect', () => {
  let terminal: ATerminal;
  beforeEach(() => {
    terminal = aTerminal();
  });

  const put = (job: ReturnType<typeof aCompletedJob>) => {
    terminal.rows.set(job.jobId, job);
    return job;
  };

  it('shows row, workflows with pending steps, versions and audit log', async () => {
    const job = put(aCompletedJob({ submittedAt: 0 }));
    const bytes = Buffer.from('result');
    const write = { ...job.result!, bytes: bytes.length, contentType: '', read: async () => bytes };
    const { versionId } = await terminal.objects.write(write);
    put({ ...job, result: { ...job.result!, versionId, bytes: 6, treeHash: 'ab'.repeat(32) } });
    const failing = { step: 'uploadToArchive', attempt: 17, lastFailure: 'the vault is locked' };
    terminal.workflows.views = [aView({ pending: [failing], phase: 'stuck' })];
    await terminal.gas('retry', job.jobId);

    const { code, out } = await terminal.gas('inspect', job.jobId);
    assert.equal(code, 0);
    assert.match(out, new RegExp(`^job ${job.jobId}: COMPLETED, result hot$`, 'm'));
    assert.match(out, new RegExp(`user +${job.userId}, free_user at plan version 0`));
    assert.match(out, /needs +archive/);
    assert.match(out, /6 bytes, \? records, tree hash (ab){32}/);
    assert.match(
      out,
      /archiveResult, RUNNING, phase stuck, 23 events\n {4}uploadToArchive, attempt 17: the vault is locked/,
    );
    assert.match(out, new RegExp(`result +${versionId} +6 bytes, vouched for by the row`));
    assert.match(out, /input +none/);
    assert.match(out, /operator:olga +operator-retry/);
  });

  it('tells machines the same, by the names of the API', async () => {
    const { jobId } = put(anArchivedJob({ archiveStatus: 'RESTORING' }));
    const { json } = await terminal.gas('inspect', jobId, '--json');
    assert.deepEqual([json.job_id, json.place, json.claimed, json.needs], [jobId, 'restoring', true, 'nothing']);
    assert.deepEqual([json.row.status, json.row.archive.store], ['COMPLETED', 'glacier-vault']);
    assert.deepEqual([json.workflows, json.audit, json.retrieval], [[], [], null]);
    assert.deepEqual(
      json.objects.map(({ what }: { what: string }) => what),
      ['input', 'result', 'log'],
    );
  });

  it('shows the retrieval that is under way', async () => {
    const job = put(anArchivedJob({ archiveStatus: 'RESTORING' }));
    const archiveId = job.archive!.id;
    terminal.cold.archives.set(archiveId, Buffer.from('bytes'));
    await terminal.archive.retrieve({ archiveId, description: `result/${job.jobId}`, tier: 'Expedited' });
    const { json } = await terminal.gas('inspect', job.jobId, '--json');
    assert.equal(json.retrieval.state, 'inProgress');
  });

  const owned = { name: 'my secret trio', inputFileName: 'smith.vcf', failure: 'line 7 is smith' } as const;

  it('shows nothing that the owner gave or caused', async () => {
    const job = put(aCompletedJob({ ...owned, log: { bucket: 'results', key: 'gas/u/j~smith.log' } }));
    terminal.workflows.views = [
      aView({ pending: [{ step: 'look', attempt: 1, lastFailure: 'gas/u/j~smith.vcf ended' }] }),
    ];
    for (const how of [[], ['--json']]) {
      const { out } = await terminal.gas('inspect', job.jobId, ...how);
      assert.doesNotMatch(out, /smith|secret/);
    }
  });

  it('shows that, too, where it is asked for', async () => {
    const job = put(aCompletedJob(owned));
    for (const how of [[], ['--json']]) {
      const { out } = await terminal.gas('inspect', job.jobId, '--personal', ...how);
      assert.match(out, /my secret trio[^]*smith\.vcf[^]*line 7 is smith/);
    }
  });

  it('shows what it can while Temporal and S3 are away', async () => {
    const job = put(aCompletedJob());
    terminal.workflows.failure = new TemporalAway('Temporal does not answer.');
    terminal.before('objects.versions', () => {
      throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    });
    const { code, json } = await terminal.gas('inspect', job.jobId, '--json');
    assert.equal(code, 0);
    assert.match(json.workflows.unavailable, /^Temporal does not answer/);
    assert.match(json.objects[0].versions.unavailable, /^AWS cannot be reached/);
    assert.deepEqual(json.objects[1].versions, []);
  });

  it('shows what is left of a deleted job', async () => {
    const { jobId, version } = put(aCompletedJob());
    await terminal.jobs.bury({ jobId, version, deletedAt: 0, expiresAt: 86_400_000 });
    const entry = { actor: 'ann', action: 'job-deleted', subject: `job/${jobId}` } as const;
    await terminal.audit.record({ id: '1', at: 0, ...entry });
    const { out, code } = await terminal.gas('inspect', jobId);
    assert.equal(code, 0);
    assert.match(out, /deleted at 1970-01-01T00:00:00.000Z; nothing is left but this note, until 1970-01-02T00/);
    assert.match(out, /ann +job-deleted/);
  });

  it('shows a submission that waits for its row', async () => {
    terminal.workflows.views = [aView({ type: 'annotateJob', phase: 'submitted' })];
    const { out } = await terminal.gas('inspect', randomUUID());
    assert.match(out, /no row[^]*annotateJob, RUNNING, phase submitted/);
  });

  it('says in one sentence that a job is not known', async () => {
    const jobId = randomUUID();
    const { code, said } = await terminal.gas('inspect', jobId);
    assert.deepEqual([code, said], [1, `There is no job ${jobId}.`]);
    const { json } = await terminal.gas('inspect', jobId, '--json');
    assert.deepEqual(json, { error: { id: 'job-unknown', message: `There is no job ${jobId}.` } });
    assert.equal(terminal.leftOpen(), 0);
  });

  it('asks nobody about what is no id', async () => {
    const { code, said } = await terminal.gas('inspect', '../x');
    assert.equal(code, 1);
    assert.match(said, /'\.\.\/x' is invalid.*It must be a job id/);
    assert.deepEqual(terminal.opened, []);
  });

  it('records nothing: looking changes nothing', async () => {
    await terminal.gas('inspect', put(aCompletedJob()).jobId);
    assert.deepEqual([terminal.acts(), terminal.starters.asked], [[], []]);
  });
});

function aView(over: object) {
  const run = { workflowId: 'result/1', type: 'archiveResult', runId: 'r', status: 'RUNNING', phase: 'grace' };
  return { ...run, startedAt: 0, historyEvents: 23, pending: [], ...over };
}
