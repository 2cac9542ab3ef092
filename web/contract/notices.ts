// web/contract/notices.ts — what one is told by mail, and one's webhooks.
import { z } from 'zod';
import { NOTICE_KINDS } from '../../domain/notices.ts';
import { instant, jobId } from './fields.ts';

const kind = z.enum(NOTICE_KINDS);
const events = z
  .array(kind)
  .min(1)
  .max(NOTICE_KINDS.length)
  .transform((given) => NOTICE_KINDS.filter((known) => given.includes(known)));

/** Of each kind of notice whether it is mailed. */
const mail = z.record(kind, z.boolean());

export const PreferencesView = z.object({
  /** Where mails go, as the identity provider told it; absent where it told none: then nothing is mailed. */
  email: z.string().optional(),
  mail,
});
export type PreferencesView = z.infer<typeof PreferencesView>;

/** Kinds that are not named stay as they are. */
export const ChangePreferences = z.strictObject({ mail: z.partialRecord(kind, z.boolean()) });
export type ChangePreferences = z.infer<typeof ChangePreferences>;

export const NewWebhook = z.strictObject({ url: z.string().min(1).max(2000), events });
export type NewWebhook = z.input<typeof NewWebhook>;

export const WebhookView = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(kind),
  created_at: instant,
  /** Since when every delivery has failed. */
  failing_since: instant.optional(),
  /** It failed for a day, or answered 410: nothing is sent there any more. */
  disabled_at: instant.optional(),
});
export type WebhookView = z.infer<typeof WebhookView>;

/** The secret that signs its messages is told here and never again. */
export const CreatedWebhook = WebhookView.extend({ secret: z.string() });
export type CreatedWebhook = z.infer<typeof CreatedWebhook>;

export const WebhookList = z.object({ webhooks: z.array(WebhookView), most: z.number().int() });
export type WebhookList = z.infer<typeof WebhookList>;

export const DeliveriesQuery = z.strictObject({ before: instant.optional() });

export const DeliveryView = z.object({
  /** As the header `webhook-id` has it, the same at each try. */
  id: z.string(),
  event: z.enum([...NOTICE_KINDS, 'test']),
  job_id: jobId.optional(),
  created_at: instant,
  tried_at: instant,
  tries: z.number().int(),
  state: z.enum(['delivered', 'failing', 'given_up']),
  /** The HTTP status of the last answer, or why there was none. */
  status: z.number().int().optional(),
  error: z.string().optional(),
});
export type DeliveryView = z.infer<typeof DeliveryView>;

/** Newest first, of the last 30 days; `next` goes on as `before`. */
export const DeliveryList = z.object({ deliveries: z.array(DeliveryView), next: instant.optional() });
export type DeliveryList = z.infer<typeof DeliveryList>;
