// test/web/routes/events.test.ts — the stream of changes of one's jobs and plan.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type AWeb, aWeb } from '../support/a-web.ts';
import type { StreamedEvent } from '../support/browser.ts';

const isJob = ({ event }: StreamedEvent) => event === 'job';
const isProfile = ({ event }: StreamedEvent) => event === 'profile';

describe('GET /api/events', () => {
  let web: AWeb;
  beforeEach(async () => {
    web = await aWeb();
  });
  afterEach(() => web.stop());

  it('begins with what there is', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann' });
    const events = await ann.events();
    assert.equal((await events.next())?.event, 'profile');
    assert.equal((await events.next())?.data.job_id, jobId);
  });

  it('tells a change of a job', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann' });
    const events = await ann.events();
    await events.next(isJob);
    await web.jobs.save({ jobId, version: 1, set: { status: 'RUNNING' } });
    const { data } = (await events.next(isJob))!;
    assert.deepEqual([data.status, data.version], ['RUNNING', 2]);
  });

  it('tells of a job that was submitted after the stream had opened', async () => {
    const ann = await web.signedIn('ann');
    const events = await ann.events();
    await events.next(isProfile);
    const { json } = await ann.post('/api/uploads', { file_name: 'a.vcf' });
    await web.put({ bucket: 'inputs', key: json.fields.key }, 'vcf');
    await ann.post('/api/jobs', { job_id: json.job_id, file_name: 'a.vcf' });
    assert.equal((await events.next(isJob))?.data.job_id, json.job_id);
  });

  it('tells a change of plan, and what it means for the results', async () => {
    const ann = await web.signedIn('ann');
    web.row({ userId: 'ann', status: 'COMPLETED', completedAt: 1, hotKey: 'k' });
    const events = await ann.events();
    assert.ok((await events.next(isJob))?.data.archives_at);
    await web.setPlan('ann', { role: 'premium_user', version: 1 });
    assert.equal((await events.next(isProfile))?.data.plan.role, 'premium_user');
    assert.equal((await events.next(isJob))?.data.archives_at, undefined);
  });

  it('tells that a job has gone', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann' });
    const events = await ann.events();
    await events.next(isJob);
    await web.jobs.save({ jobId, version: 1, set: { deletedAt: 1 } });
    assert.deepEqual(await events.next(), { event: 'gone', data: { job_id: jobId } });
  });

  it('tells that a job has gone of which nothing is left already', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann' });
    const events = await ann.events();
    await events.next(isJob);
    await web.jobs.bury({ jobId, version: 1, deletedAt: 1, expiresAt: Date.now() + 1000 });
    assert.deepEqual(await events.next(), { event: 'gone', data: { job_id: jobId } });
  });

  it('tells that a job has gone which has left the list as well', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann' });
    const events = await ann.events();
    await events.next(isJob);
    // The list is renewed now and then: the job goes in the very moment before it is.
    let rounds = 0;
    const beforeList = () => {
      rounds += 1;
      web.rows.set(jobId, { ...web.rows.get(jobId)!, deletedAt: 1 });
    };
    web.before('jobs.page', beforeList);
    assert.deepEqual(await events.next(), { event: 'gone', data: { job_id: jobId } });
    assert.equal(rounds, 1);
  });

  it('tells nobody of another’s jobs', async () => {
    const ann = await web.signedIn('ann');
    const theirs = web.row({ userId: 'ben' });
    const events = await ann.events();
    await events.next(isProfile);
    const mine = web.row({ userId: 'ann' });
    const again = await ann.events();
    const { data } = (await again.next(isJob))!;
    assert.equal(data.job_id, mine.jobId);
    assert.notEqual(data.job_id, theirs.jobId);
  });

  it('ends when its session is signed out', async () => {
    const ann = await web.signedIn();
    const events = await ann.events();
    await events.next();
    await ann.post('/auth/logout');
    assert.equal((await events.next(({ event }) => event === 'signed-out'))?.event, 'signed-out');
    assert.equal(await events.next(), undefined);
  });

  it('ends when its session is signed out by another process, or expires', async () => {
    const ann = await web.signedIn();
    const events = await ann.events();
    await events.next();
    await web.sessions.remove(web.stored[0]!.sessionId);
    assert.equal((await events.next(({ event }) => event === 'signed-out'))?.event, 'signed-out');
  });

  it('ends when the server stops', async () => {
    const ann = await web.signedIn();
    const events = await ann.events();
    await events.next();
    web.endStreams();
    assert.equal(await events.next(() => false), undefined);
  });

  it('goes on after the table has been away', async () => {
    const ann = await web.signedIn('ann');
    const { jobId } = web.row({ userId: 'ann' });
    const events = await ann.events();
    await events.next(isJob);
    await web.outage('jobs.versions');
    await web.jobs.save({ jobId, version: 1, set: { status: 'RUNNING' } });
    assert.equal((await events.next(isJob))?.data.status, 'RUNNING');
  });

  it('opens ten times for a user, and then again when one is closed', async () => {
    const ann = await web.signedIn();
    const open = await Promise.all(Array.from({ length: 10 }, () => ann.events()));
    assert.equal((await ann.get('/api/events')).json.error.id, 'too-many-streams');
    assert.equal((await (await web.signedIn(randomUUID())).events()).status, 200);
    open[0]?.close();
    for (let status = 429; status === 429;) ({ status } = await ann.events());
  });

  it('is not held open by those who ask for its headers only', async () => {
    const ann = await web.signedIn();
    for (let times = 0; times < 11; times += 1) {
      assert.equal((await ann.request('/api/events', { method: 'HEAD' })).status, 200);
    }
  });

  it('ends when its user signs in again', async () => {
    const ann = await web.signedIn('ann');
    const events = await ann.events();
    await events.next();
    await ann.get('/auth/login');
    await ann.get('/auth/callback?code=ann');
    assert.equal((await events.next(({ event }) => event === 'signed-out'))?.event, 'signed-out');
  });

  it('is refused to strangers', async () => {
    assert.equal((await web.anybody().get('/api/events')).status, 401);
  });
});
