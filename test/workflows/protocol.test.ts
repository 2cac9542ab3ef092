import assert from 'node:assert/strict';
import type { Activities } from '../../activities/index.ts';
import { createActivities } from '../../activities/index.ts';
import type { ArchiveClaim, ArchiveClaimed } from '../../activities/claim-archive.ts';
import type { RestoreClaim } from '../../activities/claim-restore.ts';
import type { JobRecord } from '../../domain/job.ts';
import type { Role } from '../../domain/plan.ts';
import { aCompletedJob, aJobRequest, anArchivedJob, aPlan } from '../support/builders.ts';
import type { Fakes } from '../support/fakes/index.ts';
import { createFakes } from '../support/fakes/index.ts';

const RULES = {
  graceMs: 0,
  freeInputBytes: 1,
  premiumInputBytes: 1,
  retrievalRounds: 1,
  retrievalCaps: {},
  orphanAgeMs: 0,
  notices: { gatherMs: 0, leadMs: 1 },
  tiers: {
    Expedited: { expectedMs: 1, waitMs: 1 },
    Standard: { expectedMs: 1, waitMs: 1 },
    Bulk: { expectedMs: 1, waitMs: 1 },
  },
};

/** A door that these steps do not use; one that is used nevertheless fails the test. */
const unused = {} as never;

// An attempt may freeze, and go on when the story has long been told by others. So steps are called here as such an
// attempt would: with what the workflow knew then, on rows as they are now.
describe('a step', () => {
  const receipt = { archiveId: 'archive-1', treeHash: '0'.repeat(64), bytes: 6 };
  let fakes: Fakes;
  let steps: Activities;
  let job: JobRecord;
  beforeEach(async () => {
    fakes = createFakes();
    steps = createActivities({
      ...fakes,
      annotator: unused,
      movers: unused,
      notices: { tell: async () => {} },
      annotations: unused,
      rules: RULES,
      settings: unused,
      now: Date.now,
    });
    job = aCompletedJob();
    await fakes.jobs.insert(job);
    await write('result');
  });

  const row = () => fakes.rows.get(job.jobId)!;
  const set = (over: Partial<JobRecord>) =>
    fakes.rows.set(job.jobId, { ...row(), version: row().version + 1, ...over });
  const write = (text: string) =>
    fakes.objects.write({ ...job.result!, bytes: text.length, contentType: '', read: async () => Buffer.from(text) });
  const plan = async (version: number, role: Role) =>
    fakes.users.savePlan(job.userId, { version: version - 1, plan: aPlan({ version, role }) });

  async function archiveClaim(token = 'mine'): Promise<ArchiveClaim> {
    return claimOf(await steps.claimForArchive({ jobId: job.jobId, look: await steps.look(job.jobId), token }));
  }
  async function restoreClaim(token = 'mine'): Promise<RestoreClaim> {
    const { hotKey: _, ...archived } = anArchivedJob({ ...job, version: row().version });
    if (!row().archive) fakes.rows.set(job.jobId, archived);
    const answer = await steps.claimForRestore({ jobId: job.jobId, look: await steps.look(job.jobId), token });
    return 'claim' in answer ? answer.claim : assert.fail();
  }
  /** Runs `attempt` up to the call, and answers how to let it go on to its end. */
  async function frozenBefore<T>(call: `${string}.${string}`, attempt: () => Promise<T>) {
    const reached = Promise.withResolvers<void>();
    const thawed = Promise.withResolvers<void>();
    fakes.before(call, () => {
      reached.resolve();
      return thawed.promise;
    });
    const end = Promise.allSettled([attempt()]);
    await reached.promise;
    return async () => {
      thawed.resolve();
      return (await end)[0];
    };
  }
  async function changesNothing(step: () => Promise<unknown>) {
    const before = structuredClone(row());
    await step();
    assert.deepEqual(row(), before);
  }

  describe('that claims a result for archiving', () => {
    it('claims nothing where the user has upgraded and come back since the look', async () => {
      const look = await steps.look(job.jobId);
      await plan(1, 'premium_user');
      await plan(2, 'free_user');
      await changesNothing(() => steps.claimForArchive({ jobId: job.jobId, look, token: 'late' }));
    });

    it('claims nothing where the user upgrades before its write arrives', async () => {
      const look = await steps.look(job.jobId);
      const goOn = await frozenBefore('jobs.save', () =>
        steps.claimForArchive({ jobId: job.jobId, look, token: 'late' }),
      );
      await plan(1, 'premium_user');
      await changesNothing(goOn);
    });

    it('claims nothing where the row has been written since the look', async () => {
      const look = await steps.look(job.jobId);
      await archiveClaim('of a later run');
      await changesNothing(() => steps.claimForArchive({ jobId: job.jobId, look, token: 'late' }));
    });

    it('knows its claim where another attempt of it writes between its read and its write', async () => {
      const step = { jobId: job.jobId, look: await steps.look(job.jobId), token: 'mine' };
      const goOn = await frozenBefore('jobs.save', () => steps.claimForArchive(step));
      const first = claimOf(await steps.claimForArchive(step));
      const late = await goOn();
      assert.deepEqual(late.status === 'fulfilled' && claimOf(late.value), first);
    });

    it('keeps to the plan of its look where it finds its own claim after an upgrade', async () => {
      const step = { jobId: job.jobId, look: await steps.look(job.jobId), token: 'mine' };
      const first = claimOf(await steps.claimForArchive(step));
      await plan(1, 'premium_user');
      assert.deepEqual(claimOf(await steps.claimForArchive(step)), first);
    });
  });

  describe('that archives a result', () => {
    it('records nothing where the user has upgraded', async () => {
      const claim = await archiveClaim();
      await plan(1, 'premium_user');
      await changesNothing(() => steps.recordArchived({ claim, receipt }));
    });

    it('records nothing where the user upgrades before its write arrives', async () => {
      const claim = await archiveClaim();
      const goOn = await frozenBefore('jobs.save', () => steps.recordArchived({ claim, receipt }));
      await plan(1, 'premium_user');
      await changesNothing(goOn);
    });

    it('records nothing where the row is written before its write arrives', async () => {
      const claim = await archiveClaim();
      const goOn = await frozenBefore('jobs.save', () => steps.recordArchived({ claim, receipt }));
      await steps.keepHot({ claim, reason: 'the upload failed' });
      await changesNothing(goOn);
    });

    it('knows its own record, though the user has upgraded since', async () => {
      const claim = await archiveClaim();
      await steps.recordArchived({ claim, receipt });
      await plan(1, 'premium_user');
      assert.equal((await steps.recordArchived({ claim, receipt })).kind, 'recorded');
    });

    it('leaves the claim of a later run alone', async () => {
      const claim = await archiveClaim('of an earlier run');
      await archiveClaim('of a later run');
      await changesNothing(() => steps.recordArchived({ claim, receipt }));
      await changesNothing(() => steps.keepHot({ claim, reason: 'late' }));
    });

    it('deletes no version that was written after the claim', async () => {
      const claim = await archiveClaim();
      const { versionId } = await write('restored');
      await steps.recordArchived({ claim, receipt });
      assert.deepEqual(await fakes.objects.versions(job.result!), [{ versionId, bytes: 8, deleteMarker: false }]);
    });
  });

  describe('that restores a result', () => {
    it('claims nothing where the row has been written since the look', async () => {
      const earlier = await restoreClaim('of an earlier run');
      const look = await steps.look(job.jobId);
      await steps.standDown({ claim: earlier });
      await changesNothing(() => steps.claimForRestore({ jobId: job.jobId, look, token: 'late' }));
    });

    it('knows its claim where another attempt of it writes between its read and its write', async () => {
      await restoreClaim('of an earlier run');
      const step = { jobId: job.jobId, look: await steps.look(job.jobId), token: 'mine' };
      const goOn = await frozenBefore('jobs.save', () => steps.claimForRestore(step));
      const first = await steps.claimForRestore(step);
      assert.deepEqual(await goOn(), { status: 'fulfilled', value: first });
      assert.equal(first.kind, 'claimed');
    });

    it('knows its own record', async () => {
      const claim = await restoreClaim();
      await steps.recordRestored({ claim, versionId: 'v2' });
      await changesNothing(async () => {
        assert.equal((await steps.recordRestored({ claim, versionId: 'v2' })).kind, 'recorded');
      });
    });

    it('leaves the claim of a later run alone', async () => {
      const claim = await restoreClaim('of an earlier run');
      await restoreClaim('of a later run');
      await changesNothing(() => steps.recordRestored({ claim, versionId: 'v2' }));
      await changesNothing(() => steps.standDown({ claim }));
    });

    it('records nothing where the row is written before its write arrives', async () => {
      const claim = await restoreClaim();
      const goOn = await frozenBefore('jobs.save', () => steps.recordRestored({ claim, versionId: 'v2' }));
      await steps.standDown({ claim });
      await changesNothing(goOn);
    });
  });

  it('writes nothing to a job that has been deleted', async () => {
    const archiving = await archiveClaim();
    set({ deletedAt: 1 });
    const look = { ...(await steps.look(job.jobId)), rowVersion: row().version };
    await changesNothing(() => steps.claimForArchive({ jobId: job.jobId, look, token: 'late' }));
    await changesNothing(() => steps.recordArchived({ claim: archiving, receipt }));
    await changesNothing(() => steps.keepHot({ claim: archiving, reason: 'deleted' }));

    const restoring = await restoreClaim();
    set({ deletedAt: 1 });
    const later = { ...look, rowVersion: row().version };
    await changesNothing(() => steps.claimForRestore({ jobId: job.jobId, look: later, token: 'late' }));
    await changesNothing(() => steps.recordRestored({ claim: restoring, versionId: 'v2' }));
    await changesNothing(() => steps.standDown({ claim: restoring }));
  });

  it('annotates nothing where another run, or a cancellation, came first', async () => {
    const request = aJobRequest();
    const { version } = await steps.recordSubmitted(request);
    const of = { jobId: request.jobId, attempt: 1, version };
    await steps.recordCancelled({ ...of, token: 'first' });
    assert.deepEqual(await steps.annotate({ ...of, token: 'late' }), { kind: 'superseded' });
  });

  it('knows that it annotates where another attempt of it writes between its read and its write', async () => {
    const request = aJobRequest();
    const { version } = await steps.recordSubmitted(request);
    const claim = { jobId: request.jobId, attempt: 1, version, token: 'mine' };
    const goOn = await frozenBefore('jobs.save', () => steps.annotate(claim));
    const first = await steps.annotate(claim);
    assert.equal(first.kind, 'refused'); // there is no input
    assert.deepEqual(await goOn(), { status: 'fulfilled', value: first });
  });

  it('says nothing about how a job ended that another run annotates', async () => {
    set({ status: 'RUNNING', claimToken: 'of a later run' });
    const claim = { jobId: job.jobId, attempt: 1, version: 1, token: 'of an earlier run' };
    const log = { bucket: 'results', key: 'log' };
    await changesNothing(() => steps.recordCompleted({ claim, result: job.result!, log }));
    await changesNothing(() => steps.recordFailed({ claim, message: 'late' }));
    await changesNothing(() => steps.recordCancelled(claim));
  });

  it('owes the wakes of a change of plan that it finds in force already', async () => {
    const change = { userId: job.userId, role: 'premium_user', changeId: 'one', planVersion: 1, orderedAt: 1 } as const;
    for (let attempt = 0; attempt < 2; attempt++) assert.equal(await steps.recordPlan(change), 'recorded');
    assert.equal(await steps.recordPlan({ ...change, changeId: 'other' }), 'stale');
  });
});

/** Each attempt begins an upload of its own. */
function claimOf(answer: ArchiveClaimed): ArchiveClaim {
  return 'claim' in answer ? answer.claim : assert.fail();
}
