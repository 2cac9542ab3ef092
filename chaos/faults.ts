// chaos/faults.ts — every fault that a run may arm, in words. A run counts how often each one fired.

/** `process`: at most one of these at a time, since each ends or stops a process, or holds a request for a while. */
export type Lane = 'process' | 'requests' | 'vault' | 'messages';

const CATALOGUE = {
  'kill-worker': ['process', 'kill -9 of the worker at a random moment'],
  'kill-bridge': ['process', 'kill -9 of the bridge at a random moment'],
  'kill-web': ['process', 'kill -9 of web at a random moment'],
  'kill-temporal': ['process', 'kill -9 of Temporal at a random moment, its database file kept'],
  'kill-worker-before-upload': ['process', 'kill -9 of the worker as it begins an upload into the vault'],
  'kill-worker-mid-upload': ['process', 'kill -9 of the worker while a part is on its way into the vault'],
  'kill-worker-after-upload': ['process', 'kill -9 of the worker between a completed upload and its record'],
  'kill-worker-before-hot-delete': ['process', 'kill -9 of the worker between record and delete of the S3 copy'],
  'kill-worker-after-retrieval-start': ['process', 'kill -9 of the worker between a started retrieval and its record'],
  'kill-worker-mid-copy-back': ['process', 'kill -9 of the worker in the middle of the stream out of the vault'],
  'kill-worker-after-result-write': ['process', 'kill -9 of the worker between a result written to S3 and its record'],
  'kill-worker-before-archive-delete': ['process', 'kill -9 of the worker between record and delete of the archive'],
  'kill-bridge-after-receive': ['process', 'kill -9 of the bridge after it received a message'],
  'kill-bridge-before-delete': ['process', 'kill -9 of the bridge between hand-over and delete of a message'],
  'kill-web-after-publish': ['process', 'kill -9 of web between a published change of plan and its answer'],
  'kill-web-mid-submit': ['process', 'kill -9 of web in the middle of a submission'],
  'kill-temporal-mid-move': ['process', 'kill -9 of Temporal while a result is between its upload and its record'],
  'freeze-worker': ['process', 'SIGSTOP of the worker for longer than its heartbeat timeout'],
  'freeze-bridge': ['process', 'SIGSTOP of the bridge for longer than a message stays hidden'],
  'freeze-web': ['process', 'SIGSTOP of web'],
  'identity-away': ['process', 'identity provider killed while people sign in'],
  'identity-key-rotated': ['process', 'identity provider comes back with another signing key'],
  'disk-full': ['process', 'no file of the worker may grow (RLIMIT_FSIZE)'],
  'descriptors-exhausted': ['process', 'the worker may open no more descriptors (RLIMIT_NOFILE)'],
  'upgrade-mid-move': ['process', 'an upgrade recorded while a step of archiving is held'],
  'downgrade-mid-move': ['process', 'a downgrade recorded while a step of restoring is held'],
  'delete-mid-move': ['process', 'a deletion accepted while a step of a move is held'],
  'cancel-mid-annotation': ['process', 'a cancellation while the annotation reads its input'],

  'aws-throttled': ['requests', 'S3, DynamoDB, SQS or SNS throttles'],
  'aws-5xx': ['requests', 'S3, DynamoDB, SQS or SNS answers 5xx'],
  'aws-reply-lost': ['requests', 'a request to S3, DynamoDB, SQS or SNS takes effect and its reply is lost'],
  'aws-latency': ['requests', 'S3, DynamoDB, SQS or SNS takes seconds'],
  'credentials-expired': ['requests', 'AWS and the vault refuse expired credentials for a while'],
  's3-bit-flipped': ['requests', 'a bit flipped on the way from S3 to the archive'],
  's3-stream-cut': ['requests', 'the stream from S3 is cut'],
  's3-wrong-length': ['requests', 'S3 sends fewer bytes than it has'],
  'output-stream-cut': ['requests', 'the stream out of the vault is cut'],
  'output-wrong-length': ['requests', 'the vault sends fewer bytes than it has'],
  'request-late': ['requests', 'a delete arrives after its sender has given it up and tried again'],

  'no-expedited-capacity': ['vault', 'no capacity for an Expedited retrieval'],
  'policy-refusal': ['vault', "a retrieval refused by the account's policy"],
  'vault-throttled': ['vault', 'the vault throttles'],
  'vault-5xx': ['vault', 'the vault answers 5xx'],
  'vault-reply-lost': ['vault', 'a request to the vault takes effect and its reply is lost'],
  'vault-latency': ['vault', 'the vault takes seconds'],
  'upload-bit-flipped': ['vault', 'a bit flipped on the way into the vault'],
  'output-bit-flipped': ['vault', 'a bit flipped on the way out of the vault'],
  'thaw-lost': ['vault', 'the notification of a retrieval is lost'],
  'thaw-doubled': ['vault', 'the notification of a retrieval comes twice'],
  'retrieval-failed': ['vault', 'a retrieval fails, and says so'],
  'output-expired': ['vault', 'the output of a retrieval has expired'],

  'thaw-foreign': ['messages', "a notification of somebody else's retrieval"],
  'thaw-early': ['messages', 'a notification before the retrieval is over, or without one'],
  'thaw-failed': ['messages', 'a notification that says Failed'],
  'message-doubled': ['messages', 'a message delivered twice'],
  'message-late': ['messages', 'a message delivered again long after its time'],
  'message-out-of-order': ['messages', 'changes of plan delivered in the wrong order'],
  'message-poison': ['messages', 'a body that no queue can accept'],
} as const satisfies Record<string, readonly [Lane, string]>;

export type FaultName = keyof typeof CATALOGUE | 'clocks-apart';

/** Decided before the processes start, so it is not struck like the others. */
const CLOCKS = ['process', 'a process whose clock is ten minutes off'] as const;

export const FAULTS = Object.keys(CATALOGUE) as Exclude<FaultName, 'clocks-apart'>[];

export function laneOf(fault: FaultName): Lane {
  return fault === 'clocks-apart' ? CLOCKS[0] : CATALOGUE[fault][0];
}

export function wordsOf(fault: FaultName): string {
  return fault === 'clocks-apart' ? CLOCKS[1] : CATALOGUE[fault][1];
}
