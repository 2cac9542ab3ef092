// web/contract/errors.ts — the closed list of errors, and the body that carries one.
import { z } from 'zod';

/** Every error there is: its id, its status, and the words for the person who meets it. */
export const ERRORS = {
  'invalid-request': [400, 'The request is not one this service understands.'],
  'genome-unknown': [400, 'This genome is not known here.'],
  'too-many-to-sort': [
    400,
    'These are too many annotations to sort by name. Search or filter for fewer, or sort them by date.',
  ],
  'sign-in-failed': [400, 'Signing in did not work. Please try again.'],
  'webhook-refused': [400, 'Webhooks cannot be sent to this address.'],
  'signature-refused': [400, 'The signature of this message is not valid, or is too old.'],
  'not-signed-in': [401, 'Please sign in.'],
  'token-invalid': [401, 'This token is not known, has expired or was revoked.'],
  'payment-needed': [402, 'Premium is paid for. Please subscribe on the page of your plan.'],
  'token-not-enough': [403, 'This token does not allow that.'],
  'foreign-request': [403, 'This request did not come from our own pages.'],
  'not-yours': [403, 'You are not authorized to view this job.'],
  'not-found': [404, 'There is nothing here.'],
  'job-unknown': [404, 'This job is not known.'],
  'token-unknown': [404, 'This token is not known.'],
  'session-unknown': [404, 'This session is not known, or has ended.'],
  'webhook-unknown': [404, 'This webhook is not known.'],
  'summary-missing': [404, 'There is no summary of this result.'],
  'table-missing': [404, 'There is no table of this result.'],
  'index-missing': [404, 'There is no index of this result.'],
  'method-not-allowed': [405, 'This address does not take requests of this kind.'],
  'upload-missing': [409, 'The uploaded file was not found. Please upload it again.'],
  'input-gone': [409, 'The input file of this annotation is no longer there. Please upload it again.'],
  'upload-unknown': [404, 'This upload is over: it was completed or given up. Please begin a new one.'],
  'upload-incomplete': [409, 'Parts of this upload are missing, or are not of the size that was agreed.'],
  'upload-empty': [409, 'The uploaded file is empty.'],
  'job-not-cancellable': [409, 'This job is no longer running, so it cannot be cancelled.'],
  'job-not-retryable': [409, 'Only a failed or cancelled job can be run again.'],
  'result-not-ready': [409, 'This job has no result yet.'],
  'result-archived': [409, 'This result is in the archive. With Premium it is brought back.'],
  'log-not-ready': [409, 'This job has no log yet.'],
  'too-many-tokens': [409, 'You have as many tokens as one may have. Please revoke one first.'],
  'too-many-webhooks': [409, 'You have as many webhooks as one may have. Please delete one first.'],
  'webhook-disabled': [409, 'This webhook was switched off. Please delete it and add it again.'],
  'payments-off': [409, 'Nothing has to be paid here: change your plan itself.'],
  'plan-unchanged': [409, 'You are on this plan already.'],
  'request-under-way': [409, 'The same request is under way. Please ask again in a moment.'],
  'input-too-large': [413, 'This file is larger than your plan allows.'],
  'body-too-large': [413, 'The request is too large.'],
  'not-json': [415, 'Please send JSON.'],
  'idempotency-key-reused': [422, 'This Idempotency-Key was sent with another request.'],
  'too-many-requests': [429, 'You are asking too often. Please wait a moment.'],
  'range-not-satisfiable': [416, 'This file has no such bytes. One range can be asked for at a time.'],
  'too-many-streams': [429, 'You have too many pages open that follow your jobs.'],
  internal: [500, 'Something went wrong on our side.'],
  'identity-away': [503, 'The identity provider does not answer. Please try again in a moment.'],
  'workflows-away': [503, 'Jobs cannot be started at the moment. Nothing is lost; please try again shortly.'],
  'payments-away': [503, 'The payment service does not answer. Nothing was changed; please try again in a moment.'],
  'plan-pending': [503, 'The change of plan is on its way.'],
  'pages-missing': [503, 'The pages have not been built.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;
export type ErrorId = keyof typeof ERRORS;

export const ErrorBody = z.object({
  error: z.object({
    id: z.enum(Object.keys(ERRORS) as [ErrorId, ...ErrorId[]]),
    message: z.string(),
    /** Where a larger plan is to be had. */
    upgrade_url: z.string().optional(),
    /** Given with `internal`, to find the request in the log. */
    request_id: z.string().optional(),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
