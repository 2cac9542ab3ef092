// test/replay/scenes.ts — real runs that are stopped where they wait: each scene leads workflows there, and names whose
// history is kept. One stage for each, so that what waits is in nobody's way.
import type { Cast } from '../model/stage.ts';
import { OTHER_SCENES } from './other-scenes.ts';
import type { Kept, Scene } from './waiting.ts';
import { heldAnnotator, reached, result } from './waiting.ts';
import { until } from '../support/until.ts';

const annotation = ({ jobId }: Cast): Kept => ({ workflowId: `annotate/${jobId}` });

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
    const versions = stage.service.objects.versions.bind(stage.service.objects);
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
  async 'notify-done'(stage, cast) {
    await stage.service.users.saveProfile(cast.userId, { email: 'ada@example.org' });
    await stage.service.starters.submit(cast.request, 'free_user');
    await stage.flying(stage.settle(cast));
    await stage.flying(stage.handle(`notify/${cast.userId}`).result());
    return { workflowId: `notify/${cast.userId}` };
  },
  async 'notify-tries-a-webhook-again'(stage, cast) {
    const { subscriptions, receivers, starters } = stage.service;
    const id = 'a'.repeat(32);
    await subscriptions.addWebhook(cast.userId, {
      id,
      url: 'https://example.org',
      events: ['completed'],
      createdAt: 0,
    });
    receivers.answer = () => ({ status: 503 });
    await starters.submit(cast.request, 'free_user');
    await stage.flying(stage.settle(cast));
    await stage.flying(until(async () => stage.service.received.length > 2));
    return { workflowId: `notify/${cast.userId}` };
  },
};

export const SCENES: Record<string, Scene> = { ...archiving, ...restoring, ...annotating, ...OTHER_SCENES };
