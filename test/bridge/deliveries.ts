// test/bridge/deliveries.ts — messages of every format, and the ways in which they are delivered.
import { readers } from '../../bridge/messages.ts';
import type { QueueName } from '../../bridge/messages.ts';
import type { Reading, Work } from '../../bridge/reading.ts';

export const JOB = 'a6a1c1c0-0b5e-4f0e-9f4c-3d2f7b1c9e10';
export const OTHER_JOB = 'b7b2d2d1-1c6f-4a1f-8a5d-4e3a8c2d0f21';
export const USER = 'user-1';
export const SENT_AT = Date.parse('2026-03-01T10:00:05.000Z');
export const PUBLISHED_AT = Date.parse('2026-03-01T10:00:00.123Z');

const read = readers({ inputsBucket: 'gas-inputs', keyPrefix: 'gas' });
export const deliver = (queue: QueueName, body: string): Reading =>
  read[queue]({ body, messageId: 'sqs-message', sentAt: SENT_AT });

export const direct = (message: unknown) => JSON.stringify(message);
export const enveloped = (message: unknown) =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: 'sns-message',
    TopicArn: 'arn:aws:sns:us-east-1:000000000000:topic',
    Subject: 'news',
    Message: JSON.stringify(message),
    Timestamp: '2026-03-01T10:00:00.123Z',
    UnsubscribeURL: 'http://127.0.0.1/unsubscribe',
  });
export const byDefault = (message: unknown) => JSON.stringify({ default: JSON.stringify(message) });

export const work = (...all: Work[]): Reading => ({ kind: 'work', work: all });

export const pending = {
  job_id: JOB,
  user_id: USER,
  input_file_name: 'sample.vcf',
  s3_inputs_bucket: 'gas-inputs',
  s3_key_input_file: `gas/${USER}/${JOB}~sample.vcf`,
  submit_time: 1_772_359_200,
  job_status: 'PENDING',
};
export const notice = {
  Action: 'ArchiveRetrieval',
  ArchiveId: 'archive',
  Completed: true,
  JobDescription: `result/${JOB}`,
  JobId: 'retrieval',
  StatusCode: 'Succeeded',
  Tier: 'Expedited',
  VaultARN: 'arn:aws:glacier:us-east-1:000000000000:vaults/gas-archive',
};
export const restore = (key: string, eventName = 'ObjectRestore:Completed') => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  eventName,
  s3: { bucket: { name: 'gas-results' }, object: { key, size: 12 } },
});
