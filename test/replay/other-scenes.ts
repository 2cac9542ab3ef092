// test/replay/other-scenes.ts — scenes of removals, sweeps, plans, reconciliations and moves between archives.
import { WORKFLOWS_QUEUE } from '../../workflows/queues.ts';
import type { Cast, Stage } from '../model/stage.ts';
import { until } from '../support/until.ts';
import type { Scene } from './waiting.ts';
import { heldAnnotator, reached, result } from './waiting.ts';

const removing: Record<string, Scene> = {
  async 'removal-waits-for-the-annotation'(stage, cast) {
    const annotator = heldAnnotator(stage);
    await stage.service.starters.submit(cast.request, 'free_user');
    await annotator.reached;
    await stage.service.starters.deleteJob(cast);
    await reached(stage, result(cast), 'removing');
    await stage.handle(`annotate/${cast.jobId}`).terminate();
    annotator.release();
    return result(cast);
  },
  async 'removal-during-the-grace'(stage, cast) {
    await stage.hot(cast, { justNow: true });
    await stage.service.starters.annotationCompleted(cast);
    await reached(stage, result(cast), 'grace');
    await stage.service.starters.deleteJob(cast);
    await stage.flying(stage.settle(cast));
    return result(cast);
  },
  async 'account-waits-to-look-again'(stage, cast) {
    await stage.archived(cast);
    await stage.service.starters.closeAccount(cast.userId);
    const account = { workflowId: `account/${cast.userId}` };
    await reached(stage, account, 'closing-account');
    return account;
  },
  async 'account-closed'(stage, cast) {
    await stage.archived(cast);
    await stage.service.starters.closeAccount(cast.userId);
    await stage.flying(stage.handle(`account/${cast.userId}`).result());
    return { workflowId: `account/${cast.userId}` };
  },
  async 'sweep-done'(stage, cast) {
    const row = await stage.archived(cast);
    stage.service.rows.set(cast.jobId, {
      ...row,
      version: row.version + 1,
      archiveStatus: 'RESTORING',
      claimToken: 'lost',
    });
    await stage.service.starters.sweep([{ ...cast, archives: [] }]);
    await stage.settle(cast);
    return { ...result(cast), first: true };
  },
};

const others: Record<string, Scene> = {
  async 'plan-done'(stage, cast) {
    await stage.archived(cast);
    await stage.changePlan(cast, 'premium_user');
    return { workflowId: `plan/${cast.userId}` };
  },
  async 'plan-changed-while-it-wakes'(stage, cast) {
    await stage.archived(cast);
    stage.probe.watch([cast.userId], {
      at: 'wakeResults, before movers.wake',
      run: () => stage.sendPlan(cast, 'free_user'),
    });
    await stage.changePlan(cast, 'premium_user');
    return { workflowId: `plan/${cast.userId}` };
  },
  async 'reconcile-waits-for-inventories'(stage) {
    stage.service.cold.startInventoriesAs('inProgress');
    const { workflowId } = await reconciling(stage, true);
    await reached(stage, { workflowId }, 'reconciling');
    await until(
      async () => (await stage.handle(workflowId).fetchHistory()).events!.at(-1)!.timerStartedEventAttributes,
    );
    stage.service.cold.startInventoriesAs('succeeded');
    stage.service.cold.settle();
    return { workflowId };
  },
  async 'reconcile-done'(stage) {
    const { workflowId } = await reconciling(stage, false);
    await stage.flying(stage.handle(workflowId).result());
    return { workflowId };
  },
  async 'move-archives-done'(stage, cast) {
    await stage.archived(cast);
    await stage.service.starters.moveArchives({ to: 'glacier-vault', perMinute: 60 });
    await stage.flying(stage.handle('move-archives').result());
    return { workflowId: 'move-archives' };
  },
  async 'move-archives-waits-between-passes'(stage, cast) {
    await elsewhere(stage, cast);
    await stage.service.starters.moveArchives({ to: 'glacier-vault', perMinute: 60 });
    await reached(stage, { workflowId: 'move-archives' }, 'moving-archives');
    return { workflowId: 'move-archives' };
  },
  async 'move-result-continues-as-archive'(stage, cast) {
    await elsewhere(stage, cast);
    await stage.service.starters.moveArchives({ to: 'glacier-vault', perMinute: 60 });
    await stage.flying(stage.handle('move-archives').result());
    return { ...result(cast), first: true };
  },
};

/** Not by a starter, whose wait for the report would skip time. */
function reconciling({ env }: Stage, dryRun: boolean) {
  const options = { taskQueue: WORKFLOWS_QUEUE, workflowId: 'reconcile/now', args: [{ dryRun }] };
  return env.client.workflow.start('reconcile', options);
}

/** A result in the archive that new ones do not go to. */
async function elsewhere(stage: Stage, cast: Cast): Promise<void> {
  const { service } = stage;
  const row = await stage.archived(cast);
  const { id } = row.archive!;
  service.otherCold.startAs('succeeded');
  service.otherCold.archives.set(id, service.cold.archives.get(id)!);
  service.rows.set(cast.jobId, { ...row, version: row.version + 1, archive: { ...row.archive!, store: 's3-glacier' } });
  service.cold.archives.delete(id);
  service.cold.origins.delete(id);
}

export const OTHER_SCENES: Record<string, Scene> = { ...removing, ...others };
