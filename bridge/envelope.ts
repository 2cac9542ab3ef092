// bridge/envelope.ts — takes a message out of its wrapping: an SNS envelope, `{"default": "<json>"}`, or none.
import { z } from 'zod';
import type { Instant } from '../domain/job.ts';

/** A message as the queue hands it over. */
export interface Delivery {
  body: string;
  /** SQS's own id: the same for every redelivery. */
  messageId: string;
  sentAt: Instant;
}

/** What identifies and orders a message that names no change of its own. */
export interface Stamp {
  id: string;
  at: Instant;
}

export type Unwrapped =
  | { kind: 'message'; payload: Record<string, unknown>; stamp: Stamp }
  | { kind: 'refused'; reason: string };

/** Visible ASCII, as ids of messages and changes are. */
export const TOKEN = /^[\x21-\x7e]{1,128}$/;

const Envelope = z.object({
  Type: z.literal('Notification'),
  Message: z.string(),
  // An envelope that some program wrote by hand may lack these: then SQS's own id and time stand in.
  MessageId: z.string().regex(TOKEN).optional().catch(undefined),
  Timestamp: z.iso.datetime({ offset: true }).optional().catch(undefined),
});

/** What a sender may name beside `default` when it publishes one text per protocol, but forgets to say so. */
const PROTOCOLS = new Set(['default', 'sqs', 'lambda', 'http', 'https', 'email', 'email-json', 'sms', 'application']);

/** The innermost JSON object of a body, and its stamp. Never throws; never follows a SubscribeURL. */
export function unwrap({ body, messageId, sentAt }: Delivery): Unwrapped {
  const outer = asObject(body);
  if (!outer) return refused('the body is not a JSON object');
  if (!('Message' in outer && ('Type' in outer || 'TopicArn' in outer))) {
    return { kind: 'message', payload: withoutDefault(outer), stamp: { id: messageId, at: sentAt } };
  }

  const envelope = Envelope.safeParse(outer);
  if (!envelope.success) return refused('the envelope is not a notification of SNS; confirmations are not followed');
  const inner = asObject(envelope.data.Message);
  if (!inner) return refused('the Message of the envelope is not a JSON object');
  const { MessageId: id = messageId, Timestamp: published } = envelope.data;
  // SNS publishes before SQS receives: a later time is a mistaken clock, and would outrank every change until then.
  const at = published === undefined ? sentAt : Math.min(Date.parse(published), sentAt);
  return { kind: 'message', payload: withoutDefault(inner), stamp: { id, at } };
}

function withoutDefault(message: Record<string, unknown>): Record<string, unknown> {
  const wrapped = Object.keys(message).every((key) => PROTOCOLS.has(key)) ? message['default'] : undefined;
  return (typeof wrapped === 'string' ? asObject(wrapped) : undefined) ?? message;
}

function asObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // JSON.parse quotes the text in its error, so the reason must not carry it on
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(reason: string): Unwrapped {
  return { kind: 'refused', reason };
}
