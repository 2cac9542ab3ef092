// chaos/steps.ts — the named points at which requests can be held: the steps of a move, as the stores see them.
import type { Operation } from './events.ts';
import type { Door } from './door.ts';
import type { Point } from './traps.ts';
import type { Scene } from './scene.ts';

export interface Step {
  door: (scene: Scene) => Door;
  point: Point;
  matches: (operation: Operation) => boolean;
  /** Nothing a person waits for comes to this point, so a kill there drops it. */
  name: string;
}

const aws = ({ aws: door }: Scene) => door;
const vault = ({ vault: door }: Scene) => door;
const vaultStep = (name: string, point: Point): Step => ({
  name: `${name} ${point}`,
  door: vault,
  point,
  matches: (operation) => operation.name === name,
});
const isResult = ({ key = '', presigned }: Operation) => key.endsWith('.annot.vcf.gz') && !presigned;
const sets = (attribute: string, value: string) => (operation: Operation) =>
  operation.writes?.some(({ set }) => set[attribute] === value) ?? false;

export const STEPS = {
  claimForArchive: {
    name: 'claim for archiving',
    door: aws,
    point: 'request',
    matches: sets('archive_status', 'ARCHIVING'),
  },
  beginUpload: vaultStep('InitiateMultipartUpload', 'request'),
  sendPart: vaultStep('UploadMultipartPart', 'request'),
  completed: vaultStep('CompleteMultipartUpload', 'reply'),
  recordArchived: {
    name: 'record of the archive',
    door: aws,
    point: 'request',
    matches: sets('archive_status', 'ARCHIVED'),
  },
  deleteHot: {
    name: 'delete of the S3 copy',
    door: aws,
    point: 'request',
    matches: (operation) => operation.name === 'DeleteObjects' && isResult(operation),
  },
  claimForRestore: {
    name: 'claim for restoring',
    door: aws,
    point: 'request',
    matches: sets('archive_status', 'RESTORING'),
  },
  retrievalStarted: vaultStep('InitiateJob', 'reply'),
  describeRetrieval: vaultStep('DescribeJob', 'request'),
  midOutput: vaultStep('GetJobOutput', 'body'),
  outputRequest: vaultStep('GetJobOutput', 'request'),
  resultWritten: {
    name: 'a result written to S3',
    door: aws,
    point: 'reply',
    matches: (operation) => /^(PutObject|CompleteMultipartUpload)$/.test(operation.name) && isResult(operation),
  },
  deleteArchive: vaultStep('DeleteArchive', 'request'),
  messageReceived: {
    name: 'a message received',
    door: aws,
    point: 'reply',
    matches: (operation) =>
      operation.name === 'ReceiveMessage' && Number((operation as { messages?: number }).messages) > 0,
  },
  messageDelete: {
    name: 'delete of a message',
    door: aws,
    point: 'request',
    matches: ({ name }) => name.startsWith('DeleteMessage'),
  },
  planPublished: {
    name: 'a change of plan published',
    door: aws,
    point: 'reply',
    matches: ({ name, queue = '' }) => name === 'Publish' && queue.includes('plan-change'),
  },
  submissionChecked: {
    name: 'the input looked at',
    door: aws,
    point: 'reply',
    matches: ({ name, key = '' }) => name === 'HeadObject' && !key.includes('.annot.'),
  },
  inputRead: {
    name: 'the input read',
    door: aws,
    point: 'reply',
    matches: ({ name, key = '', presigned }) => name === 'GetObject' && !presigned && !key.includes('.annot.'),
  },
} as const satisfies Record<string, Step>;

/** Steps of archiving, at which an upgrade or a deletion may come. */
export const ARCHIVING = [
  STEPS.claimForArchive,
  STEPS.beginUpload,
  STEPS.sendPart,
  STEPS.completed,
  STEPS.recordArchived,
  STEPS.deleteHot,
] as const;

/** Steps of restoring, at which a downgrade or a deletion may come. */
export const RESTORING = [
  STEPS.claimForRestore,
  STEPS.retrievalStarted,
  STEPS.describeRetrieval,
  STEPS.outputRequest,
  STEPS.resultWritten,
  STEPS.deleteArchive,
] as const;
