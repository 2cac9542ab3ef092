import assert from 'node:assert/strict';
import type { JobRecord } from '../../domain/job.ts';
import * as happening from '../model/happenings.ts';
import type { Moment } from '../model/probe.ts';
import type { Cast, Stage } from '../model/stage.ts';
import { assertGone, onStage } from '../model/stage.ts';

/** Something that happens outside of any step. */
const OUTSIDE = {} as Moment;

// Messages may be days late: Temporal then knows no workflow of theirs any more, and only the row can tell.
describe('a message that arrives when everything has long ended', function () {
  this.timeout(60_000);
  let stage: Stage;
  onStage((opened) => {
    stage = opened;
  });

  const states: { what: string; prepare: (cast: Cast) => Promise<unknown> }[] = [
    { what: 'an archived result', prepare: (cast) => stage.archived(cast) },
    { what: 'a result of a premium user', prepare: async (cast) => stage.hot(cast).then(() => premium(cast)) },
    { what: 'a job that failed', prepare: async (cast) => put(cast, { ...(await stage.hot(cast)), status: 'FAILED' }) },
    {
      what: 'a job that was cancelled',
      prepare: async (cast) => put(cast, { ...(await stage.hot(cast)), status: 'CANCELLED' }),
    },
    { what: 'a job that was removed', prepare: async (cast) => stage.archived(cast).then(() => removed(cast)) },
  ];
  const put = async ({ jobId }: Cast, row: JobRecord) => {
    stage.service.rows.delete(jobId);
    stage.service.rows.set(jobId, row);
  };
  const premium = ({ userId }: Cast) =>
    stage.service.users.savePlan(userId, {
      version: 0,
      plan: { role: 'premium_user', since: 0, version: 1, changeId: 'v1' },
    });
  async function removed(cast: Cast): Promise<void> {
    await stage.service.starters.deleteJob(cast);
    await stage.flying(stage.settle(cast));
    await assertGone(stage, cast);
  }

  const messages = [happening.completesAgain, happening.asksAgain, happening.thawsEarly];
  for (const { what, prepare } of states)
    it(`changes nothing of ${what}`, async () => {
      const cast = await stage.aCast();
      await prepare(cast);
      const { rows, cold, versions } = stage.service;
      const stored = () => [...versions].map(([key, all]) => [key, all.map(({ versionId }) => versionId)]);
      const state = () => structuredClone([rows.get(cast.jobId), stored(), [...cold.archives.keys()]]);
      const earlier = state();
      for (const { happen } of messages) await happen(stage, cast, OUTSIDE);
      await stage.flying(stage.settle(cast));
      assert.deepEqual(state(), earlier);
      assert.deepEqual(stage.service.published, []);
    });

  it('changes no plan that is newer, and moves nothing by it', async () => {
    const cast = await stage.aCast();
    await stage.hot(cast).then(() => premium(cast));
    const earlier = structuredClone([stage.service.plans.get(cast.userId), stage.service.rows.get(cast.jobId)]);
    const { userId } = cast;
    await stage.service.starters.changePlan({
      userId,
      role: 'free_user',
      changeId: 'old',
      planVersion: 1,
      orderedAt: 1,
    });
    await stage.flying(stage.settle(cast));
    assert.deepEqual([stage.service.plans.get(userId), stage.service.rows.get(cast.jobId)], earlier);
  });

  it('upgrades a user before the annotation is said to be complete: the result stays', async () => {
    const cast = await stage.aCast();
    await stage.hot(cast);
    await stage.changePlan(cast, 'premium_user');
    await stage.service.starters.annotationCompleted(cast);
    await stage.flying(stage.settle(cast));
    assert.equal(stage.service.rows.get(cast.jobId)!.version, 3);
  });
});
