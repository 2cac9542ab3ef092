import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { JobRecord } from '../../domain/job.ts';
import type { NoticeKind } from '../../domain/notices.ts';
import { NOTICE_KINDS } from '../../domain/notices.ts';
import { aCompletedJob, hours, minutes } from '../support/builders.ts';
import type { Service } from '../support/service.ts';
import { aServicePerTest } from '../support/service.ts';

describe('notifyUser', () => {
  let env: TestWorkflowEnvironment;
  let service: Service;
  aServicePerTest((opened) => {
    service = opened;
    env = opened.env;
  });

  const HOOK = 'a'.repeat(32);
  const everything = Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, true]));
  const told = (userId: string): Promise<void> => env.client.workflow.getHandle(`notify/${userId}`).result();
  const subjects = () => service.delivered().map(({ subject }) => subject);
  const events = () => service.received.map(({ body }) => JSON.parse(body).type as string);

  async function aUser(userId: string): Promise<void> {
    await service.users.saveProfile(userId, { email: 'ada@example.org' });
    await service.subscriptions.saveMail(userId, everything);
  }
  const aWebhook = (userId: string, kinds: readonly NoticeKind[] = NOTICE_KINDS) =>
    service.subscriptions.addWebhook(userId, {
      id: HOOK,
      url: 'https://example.org/hook',
      events: kinds,
      createdAt: 0,
    });
  /** A row alone: what is under test here moves no result. */
  function aRow(userId: string): JobRecord {
    const job = aCompletedJob({ userId });
    service.rows.set(job.jobId, job);
    return job;
  }
  const notice = (jobs: readonly JobRecord[], kind: NoticeKind, channels = ['mail', HOOK]) => ({
    kind,
    channels,
    at: service.clock() + hours(1), // far enough for all that is handed over before, however slow the machine
    ids: jobs.map(({ jobId }) => `${jobId}/1`),
  });

  it('tells of archiving, and of the way back, by mail and webhook', async () => {
    const userId = 'ada-archives';
    await aUser(userId);
    await aWebhook(userId);
    const job = await service.completedJob({ userId });
    await service.settled(job.jobId);
    await told(userId);
    service.cold.startAs('succeeded');
    await service.changePlan(userId, 'premium_user');
    await service.settled(job.jobId);
    await told(userId);
    assert.deepEqual(subjects(), ['Archived: sample.vcf', 'Being restored: sample.vcf', 'Restored: sample.vcf']);
    assert.deepEqual(events().toSorted(), ['archived', 'restore_begun', 'restored']);
    const { data } = JSON.parse(service.received[0]!.body);
    assert.deepEqual(
      [data.job_id, data.place, data.url],
      [job.jobId, 'archived', `http://gas.test/annotations/${job.jobId}`],
    );
  });

  it('tells who leaves premium what goes to the archive, and when', async () => {
    const userId = 'ada-leaves';
    await aUser(userId);
    await service.changePlan(userId, 'premium_user');
    const job = aRow(userId);
    await service.changePlan(userId, 'free_user');
    await service.settled(job.jobId).catch(() => {});
    await told(userId);
    assert.deepEqual(subjects(), ['Soon in the archive: sample.vcf']);
    assert.match(service.delivered()[0]!.text, /To be archived at \d{4}-\d\d-\d\d \d\d:\d\d UTC\./);
  });

  it('starts nothing for a user without address and webhooks', async () => {
    const job = await service.archivedJob();
    await assert.rejects(told(job.userId), /not found/i);
  });

  it('mails one digest of what happened together', async () => {
    const userId = 'ada-digest';
    await aUser(userId);
    const jobs = Array.from({ length: 30 }, () => aRow(userId));
    await service.starters.tell(userId, [notice(jobs.slice(0, 10), 'completed')]);
    await service.starters.tell(userId, [notice(jobs.slice(5), 'completed')]);
    await told(userId);
    const [mail, ...others] = service.delivered();
    assert.deepEqual([mail!.subject, others.length], ['30 annotations are complete', 0]);
    assert.match(mail!.text, /and 10 more: http:\/\/gas\.test\/annotations\n/);
  });

  it('asks a mail server that is away again, without holding up the webhooks', async () => {
    const userId = 'ada-away';
    await aUser(userId);
    await aWebhook(userId);
    const job = aRow(userId);
    const send = service.mail.send.bind(service.mail);
    const tries: number[] = [];
    service.mail.send = async (message) => {
      tries.push(service.clock());
      if (tries.length <= 12) throw new Error('the server is away');
      return send(message);
    };
    await service.starters.tell(userId, [notice([job], 'completed')]);
    await told(userId);
    assert.deepEqual(subjects(), ['Annotated: sample.vcf']);
    assert.ok(tries.at(-1)! - tries[0]! > minutes(5));
    assert.equal(service.received.filter(({ body }) => /"completed"/.test(body)).length, 1);
  });

  it('posts an event again, under the same id, until it arrives', async () => {
    const userId = 'ada-retries';
    await aWebhook(userId);
    const job = aRow(userId);
    service.receivers.answer = () => (service.received.length < 4 ? { status: 503 } : { status: 200 });
    await service.starters.tell(userId, [notice([job], 'completed', [HOOK])]);
    await told(userId);
    const ids = service.received.filter(({ body }) => /"completed"/.test(body)).map(({ deliveryId }) => deliveryId);
    assert.deepEqual([ids.length, new Set(ids).size], [4, 1]);
    const log = await service.deliveries.of({ userId, webhookId: HOOK });
    const entry = log.find(({ event }) => event === 'completed')!;
    assert.deepEqual([entry.state, entry.tries, entry.status], ['delivered', 4, 200]);
    assert.equal((await service.users.get(userId)).webhooks![0]!.failingSince, undefined);
  });

  it('switches off a webhook that has failed for a day, and mails its owner', async () => {
    const userId = 'ada-off';
    await aUser(userId);
    await aWebhook(userId);
    const jobs = [aRow(userId), aRow(userId)];
    service.receivers.answer = () => ({ error: 'The server refused the connection.' });
    await service.starters.tell(userId, [notice(jobs, 'completed', [HOOK])]);
    await told(userId);
    const [webhook] = (await service.users.get(userId)).webhooks!;
    assert.ok(webhook!.disabledAt! - webhook!.failingSince! >= hours(24));
    assert.ok(subjects().includes('A webhook of yours was switched off'));
    const posted = service.received.length;
    await service.starters.tell(userId, [notice([aRow(userId)], 'completed', [HOOK])]);
    await told(userId);
    assert.equal(service.received.length, posted);
  });

  it('says nothing of a job that was deleted meanwhile, nor to who has left', async () => {
    const [gone, left] = ['ada-gone', 'ada-left'];
    for (const userId of [gone, left]) await Promise.all([aUser(userId), aWebhook(userId)]);
    const job = aRow(gone);
    const other = aRow(left);
    service.rows.set(job.jobId, { ...service.row(job.jobId), deletedAt: 1 });
    await service.starters.tell(gone, [notice([job], 'completed')]);
    await service.starters.tell(left, [notice([other], 'completed')]);
    await service.users.close(left, { closedAt: service.clock(), expiresAt: service.clock() });
    await told(gone);
    await told(left);
    assert.deepEqual([subjects(), events()], [[], []]);
  });
});
