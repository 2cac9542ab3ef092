// infra/permissions/operator.ts — what who runs `npm run gas` may ask AWS for.
import { COMMANDS, MISSING, OUTGOING, QUEUES, S3_GLACIER, type Grant } from './grant.ts';

/** What `gas doctor` looks at and tries, beside what the other commands need. */
const TABLE_STATE = 'GetItem DescribeTable';
const BACKUPS = {
  may: 'DescribeContinuousBackups',
  why: 'doctor asks Amazon for it, and no emulator',
};
const BUCKET_STATE = 'ListBucketVersions GetBucketVersioning GetLifecycleConfiguration';
const PROBE = 'PutObject GetObject DeleteObjectVersion';
const REDRIVE = 'test/cli/redrive.test.ts';

export const operator: Omit<Grant, 'to'>[] = [
  {
    on: 'table/annotations',
    may: `${TABLE_STATE} DescribeTimeToLive`,
    also: { may: `${BACKUPS.may} Scan`, why: `${BACKUPS.why}; status --scan`, test: 'test/cli/status.test.ts' },
  },
  // It never expires.
  { on: 'table/audit', may: `${TABLE_STATE} PutItem Query`, also: BACKUPS },
  ...['users', 'sessions', 'budget', 'deliveries'].map((table) => ({
    on: `table/${table}`,
    may: `${TABLE_STATE} DescribeTimeToLive`,
    also: BACKUPS,
  })),
  ...['inputs', 'results'].flatMap((bucket) => [
    { on: `bucket/${bucket}`, may: `${BUCKET_STATE} GetBucketCORS` },
    { on: `objects/${bucket}`, may: PROBE },
  ]),
  {
    on: 'bucket/archive',
    may: `${BUCKET_STATE} GetBucketNotification`,
    also: { may: 'ListBucket', why: MISSING, test: S3_GLACIER },
  },
  {
    on: 'objects/archive',
    may: PROBE,
    also: { may: 'GetObjectVersion', why: 'inspect, where it is not the newest version', test: S3_GLACIER },
  },
  {
    on: 'vault',
    may: 'DescribeVault GetVaultNotifications',
    also: { may: 'DescribeJob', why: 'inspect, while a retrieval is under way', test: COMMANDS },
  },
  { on: 'retrieval-policy', may: 'GetDataRetrievalPolicy' },
  {
    on: 'mail',
    may: '',
    also: {
      may: 'GetEmailIdentity',
      why: 'doctor, where mail goes out by SES',
      test: 'test/adapters/aws/ses-mail.test.ts',
    },
  },
  {
    on: 'mail-account',
    may: '',
    also: { may: 'GetAccount', why: 'as before', test: 'test/adapters/aws/ses-mail.test.ts' },
  },
  ...QUEUES.flatMap((queue) => [
    {
      on: `queue/${queue}`,
      may: 'GetQueueUrl GetQueueAttributes',
      also: { may: 'SendMessage', why: 'redrive sends a letter back', test: REDRIVE },
    },
    {
      on: `queue/${queue}-dead`,
      may: 'GetQueueUrl GetQueueAttributes ReceiveMessage ChangeMessageVisibility',
      also: { may: 'DeleteMessage', why: 'redrive takes a letter out', test: REDRIVE },
    },
  ]),
  ...QUEUES.map((topic) => ({ on: `topic/${topic}`, may: 'GetTopicAttributes ListSubscriptionsByTopic' })),
  ...OUTGOING.slice(1).map((topic) => ({ on: `topic/${topic}`, may: 'GetTopicAttributes' })),
];
