// web/routes/job-files.ts — a job's files: the log through us, input and result by addresses that live for minutes.
import { Readable } from 'node:stream';
import type { ObjectRef } from '../../domain/job.ts';
import { isHot } from '../../domain/job.ts';
import { placeOf } from '../../domain/storage.ts';
import { DownloadLink } from '../contract.ts';
import { ownJob, signedIn } from '../middleware/access.ts';
import { problem } from '../problem.ts';
import type { Services, WebObjects, WebRouter } from '../services.ts';

const LINK_SECONDS = 5 * 60;

export function jobFileRoutes(router: WebRouter, { jobs, objects, sessions, settings }: Services): void {
  const known = signedIn(sessions, { scope: 'read' });
  const own = ownJob(jobs);

  router.get('/api/jobs/:jobId/log', known, own, async (ctx) => {
    const { log } = ctx.state.job;
    if (!log || !(await objects.head(log))) throw problem('log-not-ready');
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = Readable.from(await objects.read(log), { objectMode: false });
  });

  router.get('/api/jobs/:jobId/input', known, own, async (ctx) => {
    const { input, inputFileName } = ctx.state.job;
    if (!(await objects.head(input))) throw problem('upload-missing');
    ctx.body = await downloadLink(objects, input, inputFileName);
  });

  router.get('/api/jobs/:jobId/result', known, own, async (ctx) => {
    const { job } = ctx.state;
    if (!isHot(job)) throw problem(placeOf(job) === 'none' ? 'result-not-ready' : 'result-archived');
    const { bucket = settings.resultsBucket, versionId } = job.result ?? {};
    const key = job.hotKey!;
    ctx.body = await downloadLink(objects, { bucket, key, ...(versionId && { versionId }) });
  });
}

/** An address that opens the file for minutes, under the name that its owner knows it by. */
export async function downloadLink(
  objects: WebObjects,
  ref: ObjectRef & { versionId?: string },
  fileName = nameOf(ref.key),
): Promise<DownloadLink> {
  const url = await objects.presignDownload({ ...ref, fileName, seconds: LINK_SECONDS });
  return DownloadLink.parse({ url, expires_at: new Date(Date.now() + LINK_SECONDS * 1000).toISOString() });
}

/** `<prefix>/<user>/<job>~<name>`: the name that the user gave. */
function nameOf(key: string): string {
  return key.slice(key.indexOf('~') + 1);
}
