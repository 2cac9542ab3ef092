// chaos/messages.ts — what other systems, careless or hostile, put on our queues.
import { randomUUID } from 'node:crypto';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Config } from '../config.ts';
import { clientOptions } from '../local/resources-client.ts';
import type { EventLog } from './events.ts';
import type { Random } from './random.ts';

type QueueName = keyof Config['queues'];

export interface Note {
  queue: QueueName;
  what: string;
  body: string;
  poison?: boolean;
}

export interface Mailer {
  send(note: Note): Promise<void>;
  close(): void;
}

/** Sends past the doors: what other systems send does not fail with us. */
export function createMailer({ aws, queues, local }: Config, log: EventLog): Mailer {
  const sqs = new SQSClient({ ...clientOptions(aws), endpoint: `http://127.0.0.1:${local.ports.aws}` });
  return {
    async send({ queue, what, body, ...note }) {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queues[queue] }));
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
      log.write('message', { queue: queues[queue], what, poison: note.poison ?? false, body });
    },
    close: () => sqs.destroy(),
  };
}

interface Known {
  jobId: string;
  userId: string;
}

/** Says again that a job is annotated; for a job that nobody knows too. */
export function annotationComplete({ jobId, userId }: Known, what: string): Note {
  return { queue: 'annotationComplete', what, body: JSON.stringify({ job_id: jobId, user_id: userId, later: true }) };
}

/** The PENDING item of a job that exists already. */
export function jobRequest(
  { jobId, userId }: Known,
  { inputsBucket, keyPrefix }: Config['storage'],
  name: string,
): Note {
  const body = {
    job_id: jobId,
    user_id: userId,
    input_file_name: name,
    s3_inputs_bucket: inputsBucket,
    s3_key_input_file: `${keyPrefix}/${userId}/${jobId}~${name}`,
    submit_time: Math.floor(Date.now() / 1000),
    job_status: 'PENDING',
  };
  return { queue: 'jobRequests', what: 'job request, doubled', body: JSON.stringify(body) };
}

export function planChange(userId: string, role: string, planVersion: number): Note {
  const body = { user_id: userId, role, change_id: randomUUID(), plan_version: planVersion };
  return { queue: 'planChanges', what: `change of plan to version ${planVersion}`, body: JSON.stringify(body) };
}

/** Glacier's own description of a finished retrieval, with the description and status that are wanted. */
export function thaw(description: string, status: string): Note {
  const body = {
    Action: 'ArchiveRetrieval',
    Completed: status !== 'InProgress',
    CreationDate: new Date().toISOString(),
    JobDescription: description,
    JobId: randomUUID(),
    StatusCode: status,
    Tier: 'Expedited',
    VaultARN: 'arn:aws:glacier:us-east-1:000000000000:vaults/gas-archive',
  };
  return { queue: 'thaws', what: `thaw of ${description}: ${status}`, body: JSON.stringify(body) };
}

/** A body that the reader of its queue has to refuse; each is unlike every other. */
export function poison(random: Random): Note {
  const mark = randomUUID();
  const [queue, body] = random.pick<[QueueName, unknown]>([
    ['annotationComplete', `not JSON at all ${mark}`],
    ['annotationComplete', { job_id: 'not-a-uuid', user_id: mark }],
    ['annotationComplete', { user_id: mark }],
    ['planChanges', { user_id: mark, role: 'emperor' }],
    ['planChanges', { user_id: 'has spaces', role: 'free_user', mark }],
    ['planChanges', [mark]],
    ['thaws', { Action: 'ArchiveRetrieval', mark }],
    ['thaws', { Action: 'ArchiveRetrieval', JobDescription: `result/${mark}/../x` }],
    ['jobRequests', { job_id: mark, user_id: 'somebody', s3_inputs_bucket: 'elsewhere' }],
    ['jobRequests', { Type: 'SubscriptionConfirmation', SubscribeURL: 'http://127.0.0.1:9/', Message: 'x', mark }],
  ]);
  return { queue, what: 'poison', poison: true, body: typeof body === 'string' ? body : JSON.stringify(body) };
}
