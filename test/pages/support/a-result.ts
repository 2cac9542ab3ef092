// test/pages/support/a-result.ts — what the real annotator makes of the example, put where the pages look for it.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bcftoolsAnnotator } from '../../../adapters/annotator/bcftools-annotator.ts';
import type { JobRecord } from '../../../domain/job.ts';
import { objectKeys } from '../../../domain/job.ts';
import { bcftools, examplePath, genomeFolder } from '../../adapters/annotator/an-annotation.ts';
import type { Site } from './a-site.ts';

type Outputs = Record<'data' | 'index' | 'summary' | 'table', Buffer>;

export async function annotatedExample(): Promise<Outputs> {
  const outputFolder = await mkdtemp(join(tmpdir(), 'gas-result-'));
  try {
    const { signal } = new AbortController();
    const run = { inputPath: examplePath, outputFolder, signal, onProgress: () => undefined };
    const outcome = await bcftoolsAnnotator({ bcftools, genomeFolder }).annotate(run);
    if (outcome.kind === 'refused') throw new Error(outcome.message);
    const { resultPath, indexPath, summaryPath, tablePath } = outcome;
    const [data, index, summary, table] = await Promise.all(
      [resultPath, indexPath, summaryPath!, tablePath!].map((path) => readFile(path)),
    );
    return { data: data!, index: index!, summary: summary!, table: table! };
  } finally {
    await rm(outputFolder, { recursive: true, force: true });
  }
}

/** The outputs of a job whose result is here; of one in the archive, what stays. */
export async function putOutputs({ objects, rows }: Site, job: JobRecord, outputs: Outputs): Promise<void> {
  const { summary, table } = objectKeys('gas', job);
  const { bucket } = job.result!;
  const put = (key: string, body: Buffer) => {
    const read = async (from: number, to: number) => body.subarray(from, to);
    return objects.write({ bucket, key, bytes: body.length, contentType: 'application/octet-stream', read });
  };
  await put(summary, outputs.summary);
  if (!job.hotKey) return;
  await put(table, outputs.table);
  await put(`${job.hotKey}.tbi`, outputs.index);
  await put(job.hotKey, outputs.data);
  const { versionId } = (await objects.head({ bucket, key: job.hotKey }))!;
  rows.set(job.jobId, { ...job, result: { ...job.result!, versionId, bytes: outputs.data.length } });
}
