// activities/index.ts — every step, made from the ports.
import { createAccountActivities } from './account.ts';
import { createAnnotationActivities } from './annotation.ts';
import { createArchiveActivities } from './archive.ts';
import { createArchiveClaimActivities } from './claim-archive.ts';
import { createRestoreClaimActivities } from './claim-restore.ts';
import { createDeletionActivities } from './deletion.ts';
import { createLookActivities } from './look.ts';
import { createMoveArchivesActivities } from './move-archives.ts';
import { createNoticeActivities } from './notices.ts';
import { createOutcomeActivities } from './outcome.ts';
import { createPlanActivities } from './plan.ts';
import type { Ports } from './ports.ts';
import { createRebuildActivities } from './rebuild.ts';
import { createReconcileArchivesActivities } from './reconcile-archives.ts';
import { createReconcileActivities } from './reconcile.ts';
import { createArchiveRecordActivities } from './record-archive.ts';
import { createRestoreActivities } from './restore.ts';
import { createRetrievalActivities } from './retrieval.ts';
import { createSubmissionActivities } from './submission.ts';
import { createSweepActivities } from './sweep.ts';
import { createWebhookActivities } from './webhooks.ts';

export const createActivities = (ports: Ports) => ({
  ...createLookActivities(ports),
  ...createSubmissionActivities(ports),
  ...createAnnotationActivities(ports),
  ...createOutcomeActivities(ports),
  ...createNoticeActivities(ports),
  ...createWebhookActivities(ports),
  ...createArchiveClaimActivities(ports),
  ...createArchiveActivities(ports),
  ...createArchiveRecordActivities(ports),
  ...createRestoreClaimActivities(ports),
  ...createRetrievalActivities(ports),
  ...createRestoreActivities(ports),
  ...createPlanActivities(ports),
  ...createDeletionActivities(ports),
  ...createAccountActivities(ports),
  ...createSweepActivities(ports),
  ...createReconcileActivities(ports),
  ...createReconcileArchivesActivities(ports),
  ...createMoveArchivesActivities(ports),
  ...createRebuildActivities(ports),
});

export type Activities = ReturnType<typeof createActivities>;
