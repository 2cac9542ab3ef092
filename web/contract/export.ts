// web/contract/export.ts — everything that the service knows of one, in one file.
import { z } from 'zod';
import { SessionView, TokenView } from './access.ts';
import { instant } from './fields.ts';
import { JobView } from './jobs.ts';
import { PreferencesView, WebhookView } from './notices.ts';
import { ProfileView } from './profile.ts';

/** The jobs come last, so that the file can be written while they are read. */
export const ProfileExport = z.object({
  exported_at: instant,
  profile: ProfileView,
  sessions: z.array(SessionView),
  tokens: z.array(TokenView),
  preferences: PreferencesView,
  webhooks: z.array(WebhookView),
  /** Whom the provider of payments knows one as. */
  payment_customer: z.string().optional(),
  jobs: z.array(JobView),
});
export type ProfileExport = z.infer<typeof ProfileExport>;
