// web/contract/service.ts — the service itself: its health, its event stream, and the request that says nothing.
import { z } from 'zod';

/** A JSON request without content is `{}`. */
export const Nothing = z.strictObject({});

export const Health = z.object({ status: z.enum(['up', 'down']), tables: z.boolean(), temporal: z.boolean() });

/** Server-sent events of /api/events: `job` JobView, `profile` ProfileView, `gone` {job_id}, `signed-out` {}. */
export type StreamEvent = 'job' | 'profile' | 'gone' | 'signed-out';
