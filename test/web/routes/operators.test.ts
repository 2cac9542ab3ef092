// test/web/routes/operators.test.ts — what operators see of their jobs, and nobody else.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type AWeb, aWeb } from '../support/a-web.ts';

describe('operators', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb({
      operators: ['olga'],
      temporalWebUrl: 'https://temporal.example.org/',
      temporalNamespace: 'g a',
    });
  });
  after(() => web.stop());

  it('are told that they are', async () => {
    const told: unknown[] = [];
    for (const user of ['olga', 'ann', 'Olga'])
      told.push((await (await web.signedIn(user)).get('/api/profile')).json.operator);
    assert.deepEqual(told, [true, false, false]);
  });

  it('see a link to the workflows of a job of theirs, in each view of it', async () => {
    const olga = await web.signedIn('olga');
    const { jobId } = web.row({ userId: 'olga' });
    const views = [(await olga.get(`/api/jobs/${jobId}`)).json, (await olga.get('/api/jobs')).json.jobs[0]];
    const link = new URL(views[0].history_url);
    assert.equal(link.origin + link.pathname, 'https://temporal.example.org/namespaces/g%20a/workflows');
    assert.equal(link.searchParams.get('query'), `WorkflowId="annotate/${jobId}" OR WorkflowId="result/${jobId}"`);
    assert.equal(views[1].history_url, views[0].history_url);
  });

  it('see it while the job waits for a worker, too', async () => {
    const olga = await web.signedIn('olga');
    const jobId = randomUUID();
    web.starters.worker = 'away';
    await web.put({ bucket: 'inputs', key: `gas/olga/${jobId}~a.vcf` }, 'x');
    const { status, json } = await olga.post('/api/jobs', { job_id: jobId, file_name: 'a.vcf' });
    assert.equal(status, 202);
    assert.match(json.history_url, /^https:\/\/temporal\.example\.org\//);
  });

  it('are the only ones who do', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann' });
    assert.ok(!('history_url' in (await ann.get(`/api/jobs/${jobId}`)).json));
  });
});
