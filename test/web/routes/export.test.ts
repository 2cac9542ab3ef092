// test/web/routes/export.test.ts — the download of all that the service knows of one.
import assert from 'node:assert/strict';
import { ProfileExport } from '../../../web/contract.ts';
import { type AWeb, aWeb } from '../support/a-web.ts';

describe('GET /api/profile/export', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  it('has profile, plan, sessions, tokens without their secrets, and every job with its timeline', async () => {
    const ann = await web.signedIn('ann');
    const { token } = (await ann.post('/api/tokens', { name: 'laptop' })).json;
    const timeline = [{ at: 1, event: 'submitted' as const }];
    const ids = Array.from({ length: 250 }, (_, at) => web.row({ userId: 'ann', submittedAt: at, timeline }).jobId);
    web.row({ userId: 'ann', deletedAt: 1 });
    web.row({ userId: 'ben' });

    const answer = await ann.get('/api/profile/export');
    assert.match(
      answer.headers.get('content-disposition')!,
      /^attachment; filename="genomics-annotation-[\d-]{10}\.json"$/,
    );
    assert.match(answer.headers.get('content-type')!, /^application\/json/);
    const told = ProfileExport.parse(answer.json);
    assert.deepEqual([told.profile.email, told.profile.plan.role], ['ann@example.org', 'free_user']);
    assert.deepEqual(
      told.tokens.map(({ name }) => name),
      ['laptop'],
    );
    assert.equal(told.sessions.length, 1);
    assert.deepEqual(told.jobs.map((job) => job.job_id).toSorted(), ids.toSorted());
    assert.ok(told.jobs.every((job) => job.timeline.length === 1));
    assert.equal(answer.text.includes(token.slice(4)), false);
  });

  it('has what one wants to be told, the webhooks without their secrets, and who one is to the provider of payments', async () => {
    const fay = await web.signedIn('fay');
    await fay.request('/api/preferences', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', origin: web.url },
      body: '{"mail":{"completed":false}}',
    });
    const { secret, id } = (await fay.post('/api/webhooks', { url: 'https://lab.example.org/', events: ['failed'] }))
      .json;
    await web.customers.keep({ userId: 'fay', customerId: 'cus_1' });
    const { json, text } = await fay.get('/api/profile/export');
    assert.equal(json.preferences.mail.completed, false);
    assert.deepEqual([json.webhooks[0].id, json.webhooks[0].url], [id, 'https://lab.example.org/']);
    assert.equal(json.payment_customer, 'cus_1');
    assert.ok(secret && !text.includes(secret));
  });

  it('is whole where there is no job', async () => {
    const { json } = await (await web.signedIn('cleo')).get('/api/profile/export');
    assert.deepEqual(json.jobs, []);
  });

  it('breaks off where a page of jobs cannot be read, so that nobody takes it for whole', async () => {
    const dan = await web.signedIn('dan');
    web.row({ userId: 'dan' });
    void web.outage('jobs.page');
    await assert.rejects(dan.get('/api/profile/export'));
  });

  it('is for the person alone, and in the audit log', async () => {
    const eve = await web.signedIn('eve');
    const { token } = (await eve.post('/api/tokens', { name: 'laptop', scopes: ['write'] })).json;
    const headers = { authorization: `Bearer ${token}` };
    const refused = await web.anybody().request('/api/profile/export', { headers });
    assert.equal(refused.json.error.id, 'token-not-enough');
    await eve.get('/api/profile/export');
    assert.equal((await web.audit.of('user/eve')).at(-1)!.action, 'data-exported');
  });
});
