// web/routes/uploads.ts — a form that takes one file straight to S3, under a key made here.
import { randomUUID } from 'node:crypto';
import { objectKeys } from '../../domain/job.ts';
import { inputLimit } from '../../domain/plan.ts';
import { NewUpload, UploadForm } from '../contract.ts';
import { signedIn } from '../middleware/access.ts';
import { withBody } from '../middleware/input.ts';
import type { Services, WebRouter } from '../services.ts';
import { assertWithinLimit } from '../submissions.ts';

/** Long enough for a large file on a slow line to begin; S3 checks the time when the upload starts. */
const FORM_SECONDS = 15 * 60;

export function uploadRoutes(router: WebRouter, { users, objects, sessions, once, settings }: Services): void {
  router.post(
    '/api/uploads',
    signedIn(sessions, { scope: 'write' }),
    once,
    withBody(NewUpload, async (ctx, wanted) => {
      const userId = ctx.state.user;
      const { plan } = await users.get(userId);
      if (wanted.bytes !== undefined) assertWithinLimit(wanted.bytes, plan, settings);

      const jobId = randomUUID();
      const maxBytes = inputLimit(plan.role, settings.limits);
      const { input } = objectKeys(settings.keyPrefix, { jobId, userId, inputFileName: wanted.file_name });
      const target = { bucket: settings.inputsBucket, key: input };
      const form = await objects.presignUpload({ ...target, maxBytes, seconds: FORM_SECONDS });
      const expiresAt = new Date(Date.now() + FORM_SECONDS * 1000).toISOString();
      ctx.status = 201;
      ctx.body = UploadForm.parse({ job_id: jobId, ...form, max_bytes: maxBytes, expires_at: expiresAt });
    }),
  );
}
