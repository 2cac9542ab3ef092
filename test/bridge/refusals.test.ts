// test/bridge/refusals.test.ts — what can never be accepted, and the words for it.
import assert from 'node:assert/strict';
import type { QueueName } from '../../bridge/messages.ts';
import { JOB, OTHER_JOB, USER, deliver, notice, pending, restore } from './deliveries.ts';

const without = (message: object, field: string) =>
  Object.fromEntries(Object.entries(message).filter(([key]) => key !== field));

describe('the bridge refuses', () => {
  const plan = { user_id: USER, role: 'free_user', change_id: 'c', plan_version: 1 };
  const ids = { job_id: JOB, user_id: USER };
  const table: [QueueName, string, string | object, RegExp][] = [
    ['annotationComplete', 'text that is no JSON', 'job_id=secret', /^the body is not a JSON object$/],
    ['annotationComplete', 'an empty body', '', /not a JSON object/],
    ['annotationComplete', 'a list', '[]', /not a JSON object/],
    ['annotationComplete', 'JSON nested without end', '['.repeat(200_000), /not a JSON object/],
    [
      'annotationComplete',
      'the confirmation of a subscription',
      { Type: 'SubscriptionConfirmation', Message: 'You have', SubscribeURL: 'http://127.0.0.1/' },
      /not followed/,
    ],
    ['annotationComplete', 'an envelope whose Message is no text', { Type: 'Notification', Message: ids }, /envelope/],
    [
      'annotationComplete',
      'an envelope around no JSON',
      { Type: 'Notification', Message: 'hello' },
      /Message of the envelope/,
    ],
    ['annotationComplete', 'a missing job_id', { user_id: USER }, /^job_id is missing$/],
    [
      'annotationComplete',
      'a job_id of another form',
      { ...ids, job_id: JOB.toUpperCase() },
      /^job_id is not an id of ours$/,
    ],
    [
      'annotationComplete',
      'ids of a wrong type',
      { job_id: 1, user_id: null },
      /^job_id must be text; user_id must be text$/,
    ],
    [
      'annotationComplete',
      'a user_id with a path in it',
      { ...ids, user_id: '../other' },
      /^user_id is not an id of ours$/,
    ],
    ['annotationComplete', 'a user_id that ends in a new line', { ...ids, user_id: `${USER}\n` }, /^user_id is not/],
    ['planChanges', 'an unknown role', { ...plan, role: 'admin' }, /^role is no role of ours$/],
    ['planChanges', 'a role that is null', { user_id: USER, role: null }, /^role is no role/],
    [
      'planChanges',
      'a version that is no number',
      { ...plan, plan_version: '2' },
      /^plan_version must be a whole number$/,
    ],
    ['planChanges', 'version 0', { ...plan, plan_version: 0 }, /^plan_version must be at least 1$/],
    ['planChanges', 'a change without its role', without(plan, 'role'), /^role is missing$/],
    ['planChanges', 'a change_id of control characters', { ...plan, change_id: 'a\nb' }, /^change_id must be/],
    ['planChanges', 'a stray annotation-complete', { ...ids, s3_key_result_file: 'k' }, /^archive_id is missing$/],
    ['planChanges', 'a stray job request', pending, /^archive_id is missing; s3_key_result_file is missing$/],
    ['thaws', 'a notification that names nobody', without(notice, 'JobDescription'), /^JobDescription is missing$/],
    [
      'thaws',
      'an id that is none behind our name',
      { ...notice, JobDescription: 'result/all' },
      /^JobDescription is not an id of ours$/,
    ],
    ['thaws', 'a description that is no text', { ...notice, JobDescription: 7 }, /^JobDescription must be text$/],
    [
      'thaws',
      'an event of another kind',
      { Records: [restore('k', 'ObjectCreated:Put')] },
      /eventName is no event of a restore/,
    ],
    ['thaws', 'no records', { Records: [] }, /^Records is empty$/],
    [
      'thaws',
      'a key that can not be decoded',
      { Records: [restore(`gas/${USER}/${JOB}~%E0%A4%A`)] },
      /not a key of ours/,
    ],
    ['thaws', 'a key of ours without a job', { Records: [restore(`gas/${USER}/notes.txt`)] }, /not a key of ours/],
    [
      'jobRequests',
      'another bucket',
      { ...pending, s3_inputs_bucket: 'theirs' },
      /^s3_inputs_bucket is not the bucket/,
    ],
    [
      'jobRequests',
      "another user's key",
      { ...pending, s3_key_input_file: `gas/user-2/${JOB}~sample.vcf` },
      /^s3_key_input_file is not a key of this user and job$/,
    ],
    [
      'jobRequests',
      'a key of another job',
      { ...pending, s3_key_input_file: `gas/${USER}/${OTHER_JOB}~s.vcf` },
      /not a key/,
    ],
    [
      'jobRequests',
      'a key outside the prefix',
      { ...pending, s3_key_input_file: `x/gas/${USER}/${JOB}~s.vcf` },
      /not a key/,
    ],
    ['jobRequests', 'a key that names no file', { ...pending, s3_key_input_file: `gas/${USER}/${JOB}~` }, /not a key/],
    [
      'jobRequests',
      'a request that has been worked on',
      { ...pending, job_status: 'COMPLETED' },
      /^job_status must be PENDING$/,
    ],
    [
      'jobRequests',
      'a time in milliseconds',
      { ...pending, submit_time: 1_772_359_200_000 },
      /^submit_time must be epoch seconds$/,
    ],
    ['jobRequests', 'a time that is text', { ...pending, submit_time: 'now' }, /^submit_time must be a number$/],
    ...Object.keys(without(pending, 'job_status')).map((field): [QueueName, string, object, RegExp] => [
      'jobRequests',
      `a missing ${field}`,
      without(pending, field),
      new RegExp(`^${field} is missing`),
    ]),
  ];
  for (const [queue, what, message, reason] of table) {
    it(`${what} (${queue})`, () => {
      const reading = deliver(queue, typeof message === 'string' ? message : JSON.stringify(message));

      assert.equal(reading.kind, 'refused');
      assert.match(reading.reason, reason);
    });
  }
});
