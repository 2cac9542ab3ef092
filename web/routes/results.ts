// web/routes/results.ts — a result looked at where it is: its numbers, its table, and its records by range.
import type { JobRecord, ObjectRef } from '../../domain/job.ts';
import { isHot, objectKeys } from '../../domain/job.ts';
import { placeOf } from '../../domain/storage.ts';
import { SummaryView } from '../contract.ts';
import { ownJob, signedIn } from '../middleware/access.ts';
import { problem } from '../problem.ts';
import { sendRange } from '../range.ts';
import { readSummary } from '../result-summary.ts';
import type { Services, WebRouter } from '../services.ts';
import { downloadLink } from './job-files.ts';

export function resultRoutes(router: WebRouter, { jobs, objects, sessions, settings }: Services): void {
  const known = signedIn(sessions, { scope: 'read' });
  const own = ownJob(jobs);

  // It stays when the result goes to the archive.
  router.get('/api/jobs/:jobId/summary', known, own, async (ctx) => {
    const { job } = ctx.state;
    if (!job.result) throw problem('result-not-ready');
    ctx.body = SummaryView.parse(await readSummary(objects, beside(job).summary));
  });

  // As much of a result as the VCF is, so it is there only while that is.
  router.get('/api/jobs/:jobId/table', known, own, async (ctx) => {
    mustBeHot(ctx.state.job);
    const ref = beside(ctx.state.job).table;
    if (!(await objects.head(ref))) throw problem('table-missing');
    ctx.body = await downloadLink(objects, ref);
  });

  router.get('/api/jobs/:jobId/result/data', known, own, async (ctx) => {
    const { job } = ctx.state;
    const ref = mustBeHot(job);
    const { versionId, bytes } = { ...job.result, ...(await unlessKnown(job, ref)) };
    if (bytes === undefined) throw problem('result-not-ready');
    const named = { ...ref, ...(versionId && { versionId, likelyNewest: true }) };
    const read = (range: { from: number; to: number }) => objects.read({ ...named, range });
    await sendRange(ctx, { bytes, tag: versionId ?? String(bytes), type: 'application/gzip', read });
  });

  router.get('/api/jobs/:jobId/result/index', known, own, async (ctx) => {
    mustBeHot(ctx.state.job);
    const ref = beside(ctx.state.job).index;
    const head = await objects.head(ref);
    if (!head) throw problem('index-missing');
    const read = (range: { from: number; to: number }) =>
      objects.read({ ...ref, versionId: head.versionId, likelyNewest: true, range });
    await sendRange(ctx, { bytes: head.bytes, tag: head.versionId, type: 'application/octet-stream', read });
  });

  /** Rows that other systems wrote know neither the size nor the version of their result. */
  async function unlessKnown({ result }: JobRecord, ref: ObjectRef) {
    return result?.bytes !== undefined && result.versionId ? {} : ((await objects.head(ref)) ?? {});
  }

  function mustBeHot(job: JobRecord): ObjectRef {
    if (!isHot(job)) throw problem(placeOf(job) === 'none' ? 'result-not-ready' : 'result-archived');
    return { bucket: job.result?.bucket ?? settings.resultsBucket, key: job.hotKey! };
  }

  /** The objects beside a result. */
  function beside(job: JobRecord): Record<'summary' | 'table' | 'index', ObjectRef> {
    const keys = objectKeys(settings.keyPrefix, job);
    const bucket = job.result?.bucket ?? settings.resultsBucket;
    const index = `${job.hotKey ?? job.result?.key ?? keys.result}.tbi`;
    return {
      summary: { bucket, key: keys.summary },
      table: { bucket, key: keys.table },
      index: { bucket, key: index },
    };
  }
}
