// test/web/routes/job-files.test.ts — log, input and result of a job.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type AWeb, aWeb } from '../support/a-web.ts';

describe('the files of a job', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  const result = { bucket: 'results', key: 'gas/ann/j~sample.annot.vcf.gz' };
  const archive = { id: 'a', store: 'glacier-vault', bytes: 9, treeHash: 'ab'.repeat(32) } as const;
  const completed = { userId: 'ann', status: 'COMPLETED', result } as const;

  it('include the log, as text that a browser takes for nothing else', async () => {
    const ann = await web.signedIn('ann');
    const log = { bucket: 'results', key: 'gas/ann/j~sample.vcf.count.log' };
    await web.put(log, 'missense 3\n<script>alert(1)</script>\n');
    const { jobId } = web.row({ ...completed, log });
    const answer = await ann.get(`/api/jobs/${jobId}/log`);
    assert.equal(answer.text, 'missense 3\n<script>alert(1)</script>\n');
    assert.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  });

  it('have no log before the annotator has written one', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann', status: 'RUNNING' });
    const answer = await ann.get(`/api/jobs/${jobId}/log`);
    assert.deepEqual([answer.status, answer.json.error.id], [409, 'log-not-ready']);
  });

  it('include the input, under the name it came with', async () => {
    const ann = await web.signedIn('ann');
    const job = web.row({ userId: 'ann', inputFileName: 'my sample.vcf' });
    await web.put(job.input, 'vcf');
    const { status, json } = await ann.get(`/api/jobs/${job.jobId}/input`);
    assert.equal(status, 200);
    assert.match(json.url, /sample\.vcf\?as=my%20sample\.vcf$/);
    assert.ok(Date.parse(json.expires_at) > Date.now());
  });

  it('include the result while it is in S3, also while it is being archived', async () => {
    const ann = await web.signedIn('ann');
    for (const fields of [{}, { archiveStatus: 'ARCHIVING' }] as const) {
      const { jobId } = web.row({ ...completed, ...fields, hotKey: result.key });
      const { json } = await ann.get(`/api/jobs/${jobId}/result`);
      assert.match(json.url, /\?as=sample\.annot\.vcf\.gz$/);
    }
  });

  it('include no result before there is one', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann', status: 'RUNNING' });
    const answer = await ann.get(`/api/jobs/${jobId}/result`);
    assert.deepEqual([answer.status, answer.json.error.id], [409, 'result-not-ready']);
  });

  it('include no result while it is in the archive or on its way back', async () => {
    const ann = await web.signedIn('ann');
    for (const archiveStatus of ['ARCHIVED', 'RESTORING'] as const) {
      const { jobId } = web.row({ ...completed, archive, archiveStatus });
      const answer = await ann.get(`/api/jobs/${jobId}/result`);
      assert.deepEqual([answer.status, answer.json.error.id], [409, 'result-archived']);
    }
  });

  for (const file of ['log', 'input', 'result']) {
    it(`are their owner’s: ${file}`, async () => {
      const { jobId } = web.row({ ...completed, hotKey: result.key, log: result });
      const ben = await web.signedIn('ben');
      assert.deepEqual((await ben.get(`/api/jobs/${jobId}/${file}`)).json.error.id, 'not-yours');
      assert.equal((await web.anybody().get(`/api/jobs/${jobId}/${file}`)).status, 401);
      assert.equal((await ben.get(`/api/jobs/${randomUUID()}/${file}`)).status, 404);
    });
  }
});
