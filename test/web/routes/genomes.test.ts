// test/web/routes/genomes.test.ts — which genomes there are, and asking for one of them.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type AWeb, aWeb } from '../support/a-web.ts';
import type { Browser } from '../support/browser.ts';

describe('GET /api/genomes', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  async function submission(browser: Browser, genome: string) {
    const { json } = await browser.post('/api/uploads', { file_name: 'sample.vcf' });
    await web.put({ bucket: 'inputs', key: json.fields.key }, '##fileformat=VCFv4.2\n');
    return browser.post('/api/jobs', { job_id: json.job_id, file_name: 'sample.vcf', genome });
  }

  it('names each genome, tells which came with the service, and lists no more than a hundred contigs', async () => {
    const { status, json } = await (await web.signedIn()).get('/api/genomes');
    assert.equal(status, 200);
    const told = json.genomes.map((one: { name: string; built_in: boolean; contigs: unknown[] }) => [
      one.name,
      one.built_in,
      one.contigs.length,
    ]);
    assert.deepEqual(told, [
      ['GRCh38 chrM', true, 1],
      ['toy', false, 100],
    ]);
  });

  it('is refused to strangers', async () => {
    assert.equal((await web.anybody().get('/api/genomes')).status, 401);
  });

  it('gives a job the genome that is asked for, by its own name', async () => {
    const ann = await web.signedIn('ann');
    const { status, json } = await submission(ann, 'RCRS');
    assert.deepEqual([status, json.genome], [201, 'GRCh38 chrM']);
    assert.equal(web.starters.submitted.at(-1)?.genome, 'GRCh38 chrM');
  });

  it('keeps the genome of a job that is run again', async () => {
    const ann = await web.signedIn('ann');
    const { jobId, input } = web.row({ userId: 'ann', status: 'FAILED', genome: 'toy' });
    await web.put(input, 'text');
    await ann.post(`/api/jobs/${jobId}/retry`);
    assert.equal(web.starters.submitted.at(-1)?.genome, 'toy');
  });

  it('refuses an unknown genome and names the known ones', async () => {
    const { status, json } = await submission(await web.signedIn(), 'GRCh99');
    assert.deepEqual([status, json.error.id], [400, 'genome-unknown']);
    assert.match(json.error.message, /Known are: GRCh38 chrM, toy\./);
  });

  it('refuses a name that no genome can have', async () => {
    const ann = await web.signedIn();
    const answer = await ann.post('/api/jobs', { job_id: randomUUID(), file_name: 'a.vcf', genome: 'x'.repeat(65) });
    assert.equal(answer.json.error.id, 'invalid-request');
  });
});
