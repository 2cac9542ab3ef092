import assert from 'node:assert/strict';
import type { JobRecord } from '../../domain/job.ts';
import type { SweepOrder } from '../../domain/ports.ts';
import { remainsOf } from '../model/stage.ts';
import { assertArchived, assertHot } from '../support/at-rest.ts';
import { beginWrite } from '../support/begin-write.ts';
import { minutes } from '../support/builders.ts';
import type { Service } from '../support/service.ts';
import { aServicePerTest } from '../support/service.ts';
import { GRACE_MS } from '../support/steps-in-memory.ts';

describe('sweeping a result', () => {
  let service: Service;
  aServicePerTest((opened) => {
    service = opened;
  });

  const sweep = async ({ jobId, userId }: JobRecord, archives: SweepOrder['archives'] = []) => {
    assert.equal(await service.starters.sweep([{ jobId, userId, archives }]), 1);
    await service.settled(jobId);
  };
  const set = ({ jobId }: JobRecord, over: Partial<JobRecord>) =>
    service.rows.set(jobId, { ...service.row(jobId), version: service.row(jobId).version + 1, ...over });
  const stray = ({ result }: JobRecord) =>
    service.objects.write({ ...result!, bytes: 5, contentType: '', read: async () => Buffer.from('stray') });
  async function premium(): Promise<JobRecord> {
    const job = await service.completedJob();
    await service.changePlan(job.userId, 'premium_user');
    await service.settled(job.jobId);
    return job;
  }
  async function anOrphan(job: JobRecord) {
    const { port } = service.cold;
    const source = { bucket: job.result!.bucket, key: job.result!.key, versionId: 'v' };
    const uploadId = await port.begin({ ...job, bytes: 6, source });
    const stored = await port.upload({ uploadId, source, bytes: 6, read: async () => Buffer.from('orphan') });
    return stored.kind === 'stored' ? { store: port.store, archiveId: stored.receipt.archiveId } : assert.fail();
  }

  it('lets go of a claim whose workflow was terminated, and archives the result', async () => {
    const job = await service.completedJob();
    await service.env.sleep(minutes(1)); // it waits out the grace
    await service.env.client.workflow.getHandle(`result/${job.jobId}`).terminate();
    set(job, { archiveStatus: 'ARCHIVING', claimToken: 'of the one that was terminated' });
    await service.env.sleep(GRACE_MS);
    await sweep(job);
    assertArchived(service, job);
    assert.deepEqual((await remainsOf({ service }, job)).length, 1);
  });

  it('lets go of a restore that nobody works on, and brings the result back', async () => {
    const job = await service.archivedJob();
    service.cold.startAs('succeeded');
    await service.users.savePlan(job.userId, { version: 0, plan: { role: 'premium_user', since: 0, version: 1 } });
    set(job, { archiveStatus: 'RESTORING', claimToken: 'lost' });
    await sweep(job);
    assertHot(service, job);
  });

  it('discards versions that the row does not name, never the one that it vouches for', async () => {
    const job = await premium();
    await stray(job);
    await sweep(job);
    assertHot(service, job);
  });

  it('discards every version of a result that is archived', async () => {
    const job = await service.archivedJob();
    await stray(job);
    await sweep(job);
    assertArchived(service, job);
  });

  it('discards nothing where the version that the row vouches for is not there', async () => {
    const job = await premium();
    const { versionId } = await stray(job);
    await service.objects.removeVersions(job.result!, [job.result!.versionId!]);
    await sweep(job);
    assert.deepEqual(
      (await service.objects.versions(job.result!)).map((each) => each.versionId),
      [versionId],
    );
  });

  it('discards an archive that nobody names, never the one that the row names', async () => {
    const job = await service.archivedJob();
    const orphan = await anOrphan(job);
    const named = { store: orphan.store, archiveId: service.row(job.jobId).archive!.id };
    await sweep(job, [orphan, named]);
    assertArchived(service, job);
    assert.equal(service.cold.archives.size, 1);
  });

  it('gives up uploads that are open', async () => {
    const job = await service.archivedJob();
    const source = { bucket: 'results', key: job.result!.key, versionId: 'v' };
    for (let upload = 0; upload < 12; upload++) await service.archive.begin({ ...job, bytes: 6, source });
    await sweep(job);
    assert.deepEqual(service.cold.uploads(), []);
  });

  it('gives up writes of the result that were never ended', async () => {
    const job = await premium();
    await beginWrite(service.objects, job.result!);
    await sweep(job);
    assert.deepEqual((await service.objects.openWrites({ ...job.result!, prefix: '' })).writes, []);
    assertHot(service, job);
  });

  it('clears up what is left of a deleted job', async () => {
    const job = await service.archivedJob();
    await service.starters.deleteJob(job);
    await service.settled(job.jobId);
    await stray(job);
    const orphan = await anOrphan(job);
    await sweep(job, [orphan]);
    assert.deepEqual(await remainsOf({ service }, job), []);
  });

  it('touches nothing of a job that is being annotated', async () => {
    const job = await service.completedJob({ status: 'RUNNING' });
    await service.settled(job.jobId);
    await stray(job);
    const before = structuredClone(service.row(job.jobId));
    await sweep(job);
    assert.deepEqual(service.row(job.jobId), before);
    assert.equal(service.hot(job).length, 2);
  });

  it('does not begin where a mover runs', async () => {
    const job = await service.completedJob();
    assert.equal(await service.starters.sweep([{ jobId: job.jobId, userId: job.userId, archives: [] }]), 0);
    await service.settled(job.jobId);
    assertArchived(service, job);
  });

  it('begins again where the row is written by another while it is fenced', async () => {
    const job = await service.archivedJob();
    await stray(job);
    service.before('jobs.save', () => set(job, {}));
    await sweep(job);
    assertArchived(service, job);
  });
});
