// workflows/index.ts — every workflow that a worker runs.
export { annotateJob } from './annotate-job.ts';
export { applyPlan } from './apply-plan.ts';
export { archiveResult } from './archive-result.ts';
export { closeAccount } from './close-account.ts';
export { moveArchives } from './move-archives.ts';
export { moveResult } from './move-result.ts';
export { notifyUser } from './notify-user.ts';
export { rebuild } from './rebuild.ts';
export { reconcile } from './reconcile.ts';
export { restoreResult } from './restore-result.ts';
export { sweepResult } from './sweep-result.ts';
