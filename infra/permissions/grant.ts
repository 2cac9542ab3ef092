// infra/permissions/grant.ts — what a line of the table of permissions is, and the names that its parts share.

export const PROCESSES = [
  'web',
  'bridge',
  'worker-workflows',
  'worker-transfer',
  'worker-annotate',
  'operator', // who runs `npm run gas`
] as const;
export type Process = (typeof PROCESSES)[number];

/**
 * `table/NAME` and `table/NAME/index` (DynamoDB), `bucket/NAME` and `objects/NAME` (S3), `queue/NAME` (SQS), `topic/NAME`
 * (SNS), `vault` and `retrieval-policy` (Glacier), `mail` and `mail-account` (SES): the names are those of the settings, without prefixes.
 */
export type ResourceName = string;

export interface Grant {
  to: Process;
  on: ResourceName;
  /** Actions without their service, which the resource tells; separated by spaces. */
  may: string;
  /** Needed where no journey comes: why, and which test comes there; none where no emulator knows the call. */
  also?: { may: string; why: string; test?: string };
}

export const MISSING =
  'without it S3 answers "access denied" instead of "not found", which counts as trouble and is retried';
export const S3_GLACIER = 'test/adapters/aws/s3-glacier.test.ts';
export const COMMANDS = 'test/cli/inspect.test.ts';

export const QUEUES = ['annotation-complete', 'plan-changes', 'thaws', 'job-requests'];
export const OUTGOING = ['annotation-complete', 'result-archived', 'restore-started', 'result-restored'];
