// infra/permissions/table.ts — which process calls which action on what: the roles on AWS are made from it, and a test
// compares it with what the processes really ask for. It needs no package, so that both can read it.
import { MISSING, OUTGOING, QUEUES, S3_GLACIER, type Grant, type Process } from './grant.ts';
import { operator } from './operator.ts';

const LARGE = 'files of more than one part: journeys move small ones';
const GONE = 'an upload that is given up, or was left by a killed attempt';
const REBUILD = 'rebuild, after a disaster';
const REBUILT = 'test/activities/rebuild.test.ts';
const OBJECT_STORE = 'test/adapters/aws/object-store.test.ts';
const VAULT = 'test/adapters/aws/glacier-vault.test.ts';

const web: Omit<Grant, 'to'>[] = [
  { on: 'table/annotations', may: 'GetItem BatchGetItem' },
  { on: 'table/annotations/index', may: 'Query' },
  {
    on: 'table/users',
    may: 'GetItem UpdateItem',
    also: {
      may: 'BatchGetItem',
      why: 'rows wanted at the same moment are read together',
      test: 'test/adapters/aws/user-records.test.ts',
    },
  },
  {
    on: 'table/sessions',
    may: 'GetItem PutItem DeleteItem',
    also: {
      may: 'UpdateItem BatchGetItem',
      why: 'notes the use of a session once a minute; reads several at once',
      test: 'test/web/main.test.ts',
    },
  },
  { on: 'table/sessions/index', may: 'Query' },
  { on: 'table/deliveries', may: 'Query' },
  { on: 'table/audit', may: 'PutItem' },
  { on: 'bucket/inputs', may: 'ListBucket' },
  { on: 'objects/inputs', may: 'GetObject GetObjectVersion PutObject ListMultipartUploadParts AbortMultipartUpload' },
  { on: 'bucket/results', may: '', also: { may: 'ListBucket', why: MISSING, test: OBJECT_STORE } },
  { on: 'objects/results', may: 'GetObject GetObjectVersion' },
  { on: 'topic/plan-changes', may: 'Publish' },
];

const bridge: Omit<Grant, 'to'>[] = QUEUES.flatMap((queue) => [
  {
    on: `queue/${queue}`,
    may: 'GetQueueUrl GetQueueAttributes ReceiveMessage DeleteMessage',
    also: {
      may: 'ChangeMessageVisibility',
      why: 'a message that could not be handed over, or that takes long',
      test: 'test/bridge/outage.test.ts',
    },
  },
  {
    on: `queue/${queue}-dead`,
    may: 'GetQueueUrl SendMessage',
  },
]);

const workflows: Omit<Grant, 'to'>[] = [
  {
    on: 'table/annotations',
    may: 'GetItem BatchGetItem PutItem UpdateItem Scan',
  },
  { on: 'table/annotations/index', may: 'Query' },
  {
    on: 'table/users',
    may: 'GetItem UpdateItem PutItem ConditionCheckItem',
    also: {
      may: 'BatchGetItem',
      why: 'rows wanted at the same moment are read together',
      test: 'test/adapters/aws/user-records.test.ts',
    },
  },
  { on: 'table/sessions', may: 'DeleteItem' },
  { on: 'table/sessions/index', may: 'Query' },
  { on: 'table/budget', may: 'PutItem UpdateItem' },
  { on: 'table/deliveries', may: 'PutItem Query DeleteItem' },
  { on: 'table/audit', may: 'PutItem', also: { may: 'Query', why: REBUILD, test: REBUILT } },
  { on: 'bucket/inputs', may: 'ListBucketVersions ListBucketMultipartUploads' },
  {
    on: 'objects/inputs',
    may: 'DeleteObjectVersion',
    also: { may: 'AbortMultipartUpload', why: GONE, test: OBJECT_STORE },
  },
  {
    on: 'bucket/results',
    may: 'ListBucketVersions ListBucketMultipartUploads',
    also: { may: 'ListBucket', why: `${REBUILD}; ${MISSING}`, test: REBUILT },
  },
  {
    on: 'objects/results',
    may: 'DeleteObjectVersion',
    also: { may: 'AbortMultipartUpload GetObject', why: `${GONE}; ${REBUILD}`, test: REBUILT },
  },
  {
    on: 'vault',
    may: 'InitiateMultipartUpload ListMultipartUploads InitiateJob ListJobs DescribeJob DeleteArchive',
    also: { may: 'AbortMultipartUpload GetJobOutput', why: `${GONE}; ${REBUILD}`, test: VAULT },
  },
  {
    on: 'bucket/archive',
    may: 'ListBucketMultipartUploads',
    also: { may: 'ListBucket ListBucketVersions', why: `${MISSING}; ${REBUILD}`, test: S3_GLACIER },
  },
  {
    on: 'objects/archive',
    may: 'GetObject RestoreObject DeleteObjectVersion',
    also: { may: 'GetObjectVersion PutObject AbortMultipartUpload', why: LARGE, test: S3_GLACIER },
  },
  ...OUTGOING.map((topic) => ({ on: `topic/${topic}`, may: 'Publish' })),
  {
    on: 'mail',
    may: '',
    also: {
      may: 'SendEmail SendRawEmail',
      why: 'mails of the journeys go to a folder; which of both IAM asks for depends on the content',
      test: 'test/adapters/aws/ses-mail.test.ts',
    },
  },
];

const transfer: Omit<Grant, 'to'>[] = [
  { on: 'table/annotations', may: 'GetItem BatchGetItem Scan' },
  {
    on: 'table/users',
    may: 'GetItem',
    also: {
      may: 'BatchGetItem',
      why: 'rows wanted at the same moment are read together',
      test: 'test/adapters/aws/user-records.test.ts',
    },
  },
  {
    on: 'bucket/results',
    may: '',
    also: { may: 'ListBucket ListBucketVersions', why: `${LARGE}; ${MISSING}`, test: OBJECT_STORE },
  },
  {
    on: 'objects/results',
    may: 'GetObjectVersion PutObject',
    also: { may: 'ListMultipartUploadParts AbortMultipartUpload', why: LARGE, test: OBJECT_STORE },
  },
  { on: 'vault', may: 'UploadMultipartPart CompleteMultipartUpload ListParts DescribeJob GetJobOutput' },
  {
    on: 'bucket/archive',
    may: 'ListBucketVersions',
    also: { may: 'ListBucket', why: MISSING, test: S3_GLACIER },
  },
  {
    on: 'objects/archive',
    may: 'GetObject GetObjectVersion PutObject',
    also: { may: 'ListMultipartUploadParts DeleteObjectVersion', why: LARGE, test: S3_GLACIER },
  },
];

const annotate: Omit<Grant, 'to'>[] = [
  { on: 'table/annotations', may: 'GetItem UpdateItem' },
  {
    on: 'table/users',
    may: 'GetItem',
    also: {
      may: 'BatchGetItem',
      why: 'rows wanted at the same moment are read together',
      test: 'test/adapters/aws/user-records.test.ts',
    },
  },
  { on: 'bucket/inputs', may: '', also: { may: 'ListBucket', why: MISSING, test: OBJECT_STORE } },
  { on: 'objects/inputs', may: 'GetObject' },
  {
    on: 'bucket/results',
    may: '',
    also: { may: 'ListBucket ListBucketVersions', why: `${LARGE}; ${MISSING}`, test: OBJECT_STORE },
  },
  {
    on: 'objects/results',
    may: 'PutObject',
    also: { may: 'GetObjectVersion ListMultipartUploadParts AbortMultipartUpload', why: LARGE, test: OBJECT_STORE },
  },
];

const of = (to: Process, grants: Omit<Grant, 'to'>[]): Grant[] => grants.map((grant) => ({ to, ...grant }));

export const GRANTS: readonly Grant[] = [
  ...of('web', web),
  ...of('bridge', bridge),
  ...of('worker-workflows', workflows),
  ...of('worker-transfer', transfer),
  ...of('worker-annotate', annotate),
  ...of('operator', operator),
];
