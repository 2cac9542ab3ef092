// web/contract/profile.ts — a user's profile, plan and account.
import { z } from 'zod';
import { RETRIEVAL_TIERS } from '../../domain/archive.ts';
import { ROLES } from '../../domain/plan.ts';
import { bytes, instant } from './fields.ts';

export const ProfileView = z.object({
  user_id: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
  institution: z.string().optional(),
  plan: z.object({ role: z.enum(ROLES), since: instant, version: z.number().int() }),
  limits: z.object({ input_bytes: bytes, free_input_bytes: bytes, premium_input_bytes: bytes }),
  /** How long a free user's result can be downloaded before it goes to the archive. */
  grace_ms: z.number().int(),
  /** Whether Premium has to be paid for, at the page that /api/plan/checkout names. */
  payments: z.boolean(),
  /** Whether one operates the service. */
  operator: z.boolean(),
});
export type ProfileView = z.infer<typeof ProfileView>;

export const PlanQuoteQuery = z.strictObject({ role: z.enum(ROLES) });
const restore = { tier: z.enum(RETRIEVAL_TIERS), expected_ms: z.number().int(), price_usd: z.number().min(0) };
/** What a change to `role` would move: with Premium back from the archive, without it there. */
export const PlanQuoteView = z.object({
  role: z.enum(ROLES),
  results: z.number().int().min(0),
  bytes,
  /** At list price, which the service pays; `otherwise` where the faster tier is refused. */
  restore: z.object({ ...restore, otherwise: z.object(restore).optional() }).optional(),
  /** How long after the change results can still be downloaded. */
  archives_after_ms: z.number().int().optional(),
});
export type PlanQuoteView = z.infer<typeof PlanQuoteView>;

export const ChangePlan = z.strictObject({ role: z.enum(ROLES) });
/** The change is in force when the profile's plan has reached `plan_version`. */
export const PlanChangeAccepted = z.object({ role: z.enum(ROLES), plan_version: z.number().int() });
export type PlanChangeAccepted = z.infer<typeof PlanChangeAccepted>;

/** The page of the payment provider to send the browser to. */
export const CheckoutView = z.object({ url: z.url({ protocol: /^https?$/ }) });
export type CheckoutView = z.infer<typeof CheckoutView>;
/** For the provider of payments. */
export const Noted = z.object({ outcome: z.enum(['settled', 'ignored']) });

/** `confirm` is one's own user id, so that no slip of a hand or a script closes an account. */
export const CloseAccount = z.strictObject({ confirm: z.string() });
export const AccountDeletion = z.object({ user_id: z.string(), status: z.literal('deleting') });
export type AccountDeletion = z.infer<typeof AccountDeletion>;
