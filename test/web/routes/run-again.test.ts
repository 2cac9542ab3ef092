// test/web/routes/run-again.test.ts — a new job from the input of an old one.
import assert from 'node:assert/strict';
import type { JobRecord } from '../../../domain/job.ts';
import { type AWeb, aWeb } from '../support/a-web.ts';

describe('POST /api/jobs/:jobId/again', () => {
  let web: AWeb;
  beforeEach(async () => {
    web = await aWeb();
  });
  afterEach(() => web.stop());

  async function anOldJob(fields: Partial<JobRecord> = {}, input = '##fileformat=VCFv4.2\n'): Promise<JobRecord> {
    const job = web.row({ userId: 'ann', status: 'COMPLETED', ...fields });
    if (input) await web.put(job.input, input);
    return job;
  }

  it('submits a copy of the input as a job of its own, with the same name and genome', async () => {
    const ann = await web.signedIn('ann');
    const old = await anOldJob({ name: 'Trio', genome: 'toy', inputFileName: 'a.vcf' });
    const { status, headers, json } = await ann.post(`/api/jobs/${old.jobId}/again`);
    assert.equal(status, 201);
    assert.equal(headers.get('location'), `/api/jobs/${json.job_id}`);
    assert.notEqual(json.job_id, old.jobId);
    assert.deepEqual([json.name, json.genome, json.status, json.attempt], ['Trio', 'toy', 'PENDING', 1]);
    const copy = { bucket: 'inputs', key: `gas/ann/${json.job_id}~a.vcf` };
    assert.deepEqual(web.starters.submitted[0]?.input, copy);
    assert.equal((await web.objects.head(copy))?.bytes, 21);
  });

  for (const state of [
    { status: 'FAILED' },
    { status: 'CANCELLED' },
    { status: 'RUNNING' },
    { archive: { id: 'a', store: 'glacier-vault', bytes: 1, treeHash: 'ab' }, archiveStatus: 'ARCHIVED' },
  ] as const) {
    it(`works for a job that is ${'status' in state ? state.status : state.archiveStatus}`, async () => {
      const ann = await web.signedIn('ann');
      const { jobId } = await anOldJob(state);
      assert.equal((await ann.post(`/api/jobs/${jobId}/again`)).status, 201);
    });
  }

  it('makes one job of a double click, and two of two wishes', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = await anOldJob();
    const again = (request_id?: string) => ann.post(`/api/jobs/${jobId}/again`, request_id ? { request_id } : {});
    const ids = [await again('one'), await again('one'), await again('two'), await again(), await again()].map(
      ({ json }) => json.job_id as string,
    );
    assert.equal(ids[0], ids[1]);
    assert.equal(new Set(ids).size, 4);
    assert.equal(web.starters.submitted.length, 4);
    for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('says ACCEPTED while no worker answers', async () => {
    const ann = await web.signedIn('ann');
    web.starters.worker = 'away';
    const { jobId } = await anOldJob();
    const { status, json } = await ann.post(`/api/jobs/${jobId}/again`);
    assert.deepEqual([status, json.status], [202, 'ACCEPTED']);
  });

  it('refuses where the input is gone', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = await anOldJob({}, '');
    const { status, json } = await ann.post(`/api/jobs/${jobId}/again`);
    assert.deepEqual([status, json.error.id], [409, 'input-gone']);
  });

  it('copies nothing that is larger than the plan allows by now', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = await anOldJob({}, 'x'.repeat(1001));
    const { status, json } = await ann.post(`/api/jobs/${jobId}/again`);
    assert.deepEqual([status, json.error.id, json.error.upgrade_url], [413, 'input-too-large', '/plan']);
    assert.equal([...web.versions.keys()].length, 1);
  });

  it('is refused to others, to strangers, and for a job that is being deleted', async () => {
    const { jobId } = await anOldJob();
    const deleted = await anOldJob({ deletedAt: 1 });
    const ids = [
      await (await web.signedIn('ben')).post(`/api/jobs/${jobId}/again`),
      await web.anybody().post(`/api/jobs/${jobId}/again`),
      await (await web.signedIn('ann')).post(`/api/jobs/${deleted.jobId}/again`),
    ].map(({ json }) => json.error.id);
    assert.deepEqual(ids, ['not-yours', 'not-signed-in', 'job-unknown']);
    assert.deepEqual(web.starters.submitted, []);
  });
});
