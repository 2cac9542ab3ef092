// web/routes/multipart.ts — uploads in parts, that go on after an interruption. The key is made here, of the user and the
// job: an upload id is of no use to anybody else.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { JOB_ID, objectKeys } from '../../domain/job.ts';
import type { OpenUpload, StoredPart } from '../../domain/part-uploads.ts';
import { partSizes } from '../../domain/part-uploads.ts';
import { inputLimit } from '../../domain/plan.ts';
import {
  AbandonedUpload,
  CompletedUpload,
  CompleteMultipart,
  MultipartUpload,
  NewMultipart,
  PartAddresses,
  PartRequest,
  StoredParts,
  UploadName,
} from '../contract.ts';
import { signedIn } from '../middleware/access.ts';
import { withBody, withQuery } from '../middleware/input.ts';
import { problem } from '../problem.ts';
import type { Context, Services, WebRouter } from '../services.ts';
import { assertWithinLimit } from '../submissions.ts';

/** A part is begun within minutes of asking for its address. */
const ADDRESS_SECONDS = 15 * 60;
/** The buckets give up what is unfinished after seven days. */
const KEPT_MS = 6 * 86_400_000;

interface Named {
  upload_id: string;
  file_name: string;
}

export function multipartRoutes(router: WebRouter, services: Services): void {
  const { uploads, sessions, once } = services;
  const known = signedIn(sessions, { scope: 'write' });

  router.post('/api/uploads/multipart', known, once, withBody(NewMultipart, beginUpload(services)));

  router.post('/api/uploads/:jobId/parts', known, withBody(PartRequest, addressParts(services)));

  router.get(
    '/api/uploads/:jobId/parts',
    signedIn(sessions, { scope: 'read' }),
    withQuery(UploadName, async (ctx, named) => {
      const parts = await uploads.stored(openUpload(ctx, named, services));
      if (!parts) throw problem('upload-unknown');
      ctx.body = StoredParts.parse({ parts });
    }),
  );

  router.post(
    '/api/uploads/:jobId/complete',
    known,
    withBody(CompleteMultipart, async (ctx, { bytes, ...named }) => {
      await completeUpload({ ctx, upload: openUpload(ctx, named, services), bytes }, services);
      ctx.body = CompletedUpload.parse({ job_id: ctx.params['jobId'], file_name: named.file_name, bytes });
    }),
  );

  router.delete(
    '/api/uploads/:jobId',
    known,
    withBody(UploadName, async (ctx, named) => {
      await uploads.abandon(openUpload(ctx, named, services));
      ctx.body = AbandonedUpload.parse({ job_id: ctx.params['jobId'], status: 'abandoned' });
    }),
  );
}

function openUpload(ctx: Context, named: Named, { settings }: Services): OpenUpload {
  const { upload_id: uploadId, file_name: inputFileName } = named;
  const jobId = String(ctx.params['jobId']);
  if (!JOB_ID.test(jobId)) throw problem('upload-unknown');
  const { input: key } = objectKeys(settings.keyPrefix, { jobId, userId: ctx.state.user, inputFileName });
  return { bucket: settings.inputsBucket, key, uploadId };
}

function addressParts(services: Services) {
  const { uploads, objects } = services;
  return async (ctx: Context, { numbers, bytes, ...named }: z.infer<typeof PartRequest>) => {
    await assertAllowed(ctx, bytes, services);
    const sizes = partSizes(bytes, objects.partBytes(bytes));
    const parts = [...new Set(numbers)].map((number) => ({ number, bytes: sizes[number - 1] ?? 0 }));
    if (parts.some((part) => part.bytes === 0)) throw problem('invalid-request', 'numbers: there is no such part');
    const upload = openUpload(ctx, named, services);
    const addresses = await uploads.presignParts(upload, { parts, seconds: ADDRESS_SECONDS });
    ctx.body = PartAddresses.parse({
      parts: addresses.map((address) => ({ ...address, bytes: sizes[address.number - 1] })),
      expires_at: later(ADDRESS_SECONDS * 1000),
    });
  };
}

function beginUpload(services: Services) {
  const { uploads, objects, settings } = services;
  return async (ctx: Context, { file_name: inputFileName, bytes }: { file_name: string; bytes: number }) => {
    await assertAllowed(ctx, bytes, services);
    const jobId = randomUUID();
    const { input: key } = objectKeys(settings.keyPrefix, { jobId, userId: ctx.state.user, inputFileName });
    const partBytes = objects.partBytes(bytes);
    const { uploadId } = await uploads.begin({ bucket: settings.inputsBucket, key });
    ctx.status = 201;
    ctx.body = MultipartUpload.parse({
      job_id: jobId,
      upload_id: uploadId,
      part_bytes: partBytes,
      parts: partSizes(bytes, partBytes).length,
      expires_at: later(KEPT_MS),
    });
  };
}

/** What was stored is believed, not what the page says; an upload that is too large is given up at once. */
async function completeUpload(
  { ctx, upload, bytes }: { ctx: Context; upload: OpenUpload; bytes: number },
  services: Services,
): Promise<void> {
  const { uploads, objects, users, settings } = services;
  const [parts, { plan }] = await Promise.all([uploads.stored(upload), users.get(ctx.state.user)]);
  if (parts) {
    const arrived = parts.reduce((sum, part) => sum + part.bytes, 0);
    if (arrived > inputLimit(plan.role, settings.limits)) await uploads.abandon(upload);
    assertWithinLimit(arrived, plan, settings);
    if (!isWhole(parts, partSizes(bytes, objects.partBytes(bytes)))) throw problem('upload-incomplete');
    if (await uploads.complete(upload, parts)) return;
  }
  // Completed already, by a request whose answer was lost?
  const head = await objects.head(upload);
  if (head?.bytes !== bytes) throw problem('upload-unknown');
}

function isWhole(parts: readonly StoredPart[], sizes: readonly number[]): boolean {
  return (
    parts.length === sizes.length && parts.every(({ number, bytes }, at) => number === at + 1 && bytes === sizes[at])
  );
}

async function assertAllowed(ctx: Context, bytes: number, { users, settings }: Services): Promise<void> {
  const { plan } = await users.get(ctx.state.user);
  assertWithinLimit(bytes, plan, settings);
}

const later = (ms: number): string => new Date(Date.now() + ms).toISOString();
