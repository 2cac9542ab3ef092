// test/replay/scenes.ts — real runs that are stopped where they wait: each scene leads workflows there, and names whose
// history is kept. One stage for all, so each leaves the knobs of the fakes as it found them.
import { until } from '../support/until.ts';
import { WORKFLOWS_QUEUE } from '../../workflows/queues.ts';
import { GAS_PHASE } from '../../workflows/search-attributes.ts';
import type { Phase } from '../../workflows/search-attributes.ts';
import type { Cast, Stage } from '../model/stage.ts';

/** The workflow whose history is kept; of a chain of runs the first, where `first` says so. */
export interface Kept {
  workflowId: string;
  first?: true;
}

type Scene = (stage: Stage, cast: Cast) => Promise<Kept>;

const result = ({ jobId }: Cast): Kept => ({ workflowId: `result/${jobId}` });
const annotation = ({ jobId }: Cast): Kept => ({ workflowId: `annotate/${jobId}` });

/** Waits, without skipping time, until a workflow says that it has come so far, and a timer of it runs. */
export async function reached(stage: Stage, { workflowId }: Kept, phase: Phase): Promise<void> {
  await until(
    async () => {
      const { typedSearchAttributes } = await stage.handle(workflowId).describe();
      const last = (await stage.handle(workflowId).fetchHistory()).events!.at(-1)!;
      return typedSearchAttributes.get(GAS_PHASE) === phase && last.timerStartedEventAttributes;
    },
    () => `${workflowId} waits in ${phase}`,
  );
}

/** Blocks every annotation from now on; answers how to let them go on. */
function heldAnnotator({ service }: Stage) {
  const { annotate } = service.annotator;
  const held = Promise.withResolvers<void>();
  const reachedIt = Promise.withResolvers<void>();
  service.annotator.annotate = async (run) => {
    reachedIt.resolve();
    await held.promise;
    return annotate(run);
  };
  return {
    reached: reachedIt.promise,
    release() {
      service.annotator.annotate = annotate;
      held.resolve();
    },
  };
}

const archiving: Record<string, Scene> = {
  async 'archive-waits-for-grace'(stage, cast) {
    await stage.hot(cast, { justNow: true });
    await stage.service.starters.annotationCompleted(cast);
    await reached(stage, result(cast), 'grace');
    return result(cast);
  },
  async 'archive-done'(stage, cast) {
    await stage.hot(cast, { justNow: true });
    await stage.service.starters.annotationCompleted(cast);
    await stage.flying(stage.settle(cast));
    return result(cast);
  },
  async 'archive-continues-as-restore'(stage, cast) {
    await stage.hot(cast);
    stage.probe.watch([cast.jobId], {
      at: 'recordArchived, after events.publish',
      run: () => stage.changePlan(cast, 'premium_user'),
    });
    await stage.service.starters.annotationCompleted(cast);
    await stage.flying(stage.settle(cast));
    return { ...result(cast), first: true };
  },
  async 'archive-keeps-hot-after-an-upgrade'(stage, cast) {
    await stage.hot(cast);
    stage.probe.watch([cast.jobId], {
      at: 'recordArchived, before jobs.get',
      run: () => stage.changePlan(cast, 'premium_user'),
    });
    await stage.service.starters.annotationCompleted(cast);
    await stage.flying(stage.settle(cast));
    return result(cast);
  },
  async 'archive-failed'(stage, cast) {
    const row = await stage.hot(cast);
    stage.service.rows.set(cast.jobId, {
      ...row,
      version: row.version + 1,
      result: { ...row.result!, treeHash: '0'.repeat(64) },
    });
    await stage.service.starters.annotationCompleted(cast);
    await stage.flying(stage.settle(cast));
    return result(cast);
  },
  async 'archive-stuck-then-goes-on'(stage, cast) {
    await stage.hot(cast);
    const { versions } = stage.service.objects;
    let failures = 0;
    stage.service.objects.versions = async (ref) => {
      if (failures++ < 31) throw new Error('the bucket does not answer');
      return versions(ref);
    };
    await stage.service.starters.annotationCompleted(cast);
    await stage.flying(stage.settle(cast));
    stage.service.objects.versions = versions;
    return result(cast);
  },
};

const restoring: Record<string, Scene> = {
  async 'restore-waits-for-the-thaw'(stage, cast) {
    stage.service.cold.startAs('inProgress');
    await stage.archived(cast);
    await stage.changePlan(cast, 'premium_user');
    await reached(stage, result(cast), 'thawing');
    stage.service.cold.startAs('succeeded');
    return result(cast);
  },
  async 'restore-done'(stage, cast) {
    await stage.archived(cast);
    await stage.changePlan(cast, 'premium_user');
    await stage.flying(stage.settle(cast));
    return result(cast);
  },
  async 'restore-stands-down'(stage, cast) {
    stage.service.cold.startAs('inProgress');
    await stage.archived(cast);
    await stage.changePlan(cast, 'premium_user');
    await reached(stage, result(cast), 'thawing');
    await stage.changePlan(cast, 'free_user');
    await stage.flying(stage.settle(cast));
    stage.service.cold.startAs('succeeded');
    return result(cast);
  },
  async 'restore-postponed'(stage, cast) {
    stage.service.caps.bytes = 1;
    const other = await stage.aCast();
    for (const one of [other, cast]) {
      await stage.archived(one);
      await stage.changePlan(one, 'premium_user');
      await reached(stage, result(one), one === cast ? 'postponed' : 'thawing');
    }
    delete stage.service.caps.bytes;
    return result(cast);
  },
  async 'restore-gave-up'(stage, cast) {
    stage.service.cold.startAs('failed');
    await stage.archived(cast);
    await stage.changePlan(cast, 'premium_user');
    await stage.flying(stage.settle(cast));
    stage.service.cold.startAs('succeeded');
    return result(cast);
  },
};

const annotating: Record<string, Scene> = {
  async 'annotate-pending'(stage, cast) {
    const annotator = heldAnnotator(stage);
    await stage.service.starters.submit(cast.request, 'free_user');
    await annotator.reached;
    await stage.handle(`annotate/${cast.jobId}`).terminate();
    annotator.release();
    return annotation(cast);
  },
  async 'annotate-done'(stage, cast) {
    await stage.service.starters.submit(cast.request, 'free_user');
    await stage.flying(stage.settle(cast));
    return annotation(cast);
  },
  async 'annotate-refused'(stage, cast) {
    stage.service.versions.clear();
    await stage.service.starters.submit(cast.request, 'free_user');
    await stage.flying(stage.settle(cast));
    return annotation(cast);
  },
  async 'annotate-cancelled'(stage, cast) {
    const { annotate } = stage.service.annotator;
    const started = Promise.withResolvers<void>();
    stage.service.annotator.annotate = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        started.resolve();
      });
    await stage.service.starters.submit(cast.request, 'free_user');
    await started.promise;
    await stage.service.starters.cancel(cast.jobId);
    await stage.settle(cast);
    stage.service.annotator.annotate = annotate;
    return annotation(cast);
  },
  async 'notice-done'(stage, cast) {
    await stage.service.starters.submit(cast.request, 'free_user');
    await stage.flying(stage.settle(cast));
    await stage.handle(`notice/${cast.jobId}/1`).result();
    return { workflowId: `notice/${cast.jobId}/1` };
  },
};

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
async function elsewhere({ archived, service }: Stage, cast: Cast): Promise<void> {
  const row = await archived(cast);
  const { id } = row.archive!;
  service.otherCold.startAs('succeeded');
  service.otherCold.archives.set(id, service.cold.archives.get(id)!);
  service.rows.set(cast.jobId, { ...row, version: row.version + 1, archive: { ...row.archive!, store: 's3-glacier' } });
  service.cold.archives.delete(id);
  service.cold.origins.delete(id);
}

export const SCENES: Record<string, Scene> = { ...archiving, ...restoring, ...annotating, ...removing, ...others };
