// workflows/index.ts — every workflow that a worker runs.
export { annotateJob } from './annotate-job.ts';
export { applyPlan } from './apply-plan.ts';
export { archiveResult } from './archive-result.ts';
export { restoreResult } from './restore-result.ts';
export { tellOwner } from './tell-owner.ts';
