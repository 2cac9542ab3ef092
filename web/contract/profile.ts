// web/contract/profile.ts — a user's profile, plan and account.
import { z } from 'zod';
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
});
export type ProfileView = z.infer<typeof ProfileView>;

export const ChangePlan = z.strictObject({ role: z.enum(ROLES) });
/** The change is in force when the profile's plan has reached `plan_version`. */
export const PlanChangeAccepted = z.object({ role: z.enum(ROLES), plan_version: z.number().int() });
export type PlanChangeAccepted = z.infer<typeof PlanChangeAccepted>;

/** `confirm` is one's own user id, so that no slip of a hand or a script closes an account. */
export const CloseAccount = z.strictObject({ confirm: z.string() });
export const AccountDeletion = z.object({ user_id: z.string(), status: z.literal('deleting') });
export type AccountDeletion = z.infer<typeof AccountDeletion>;
