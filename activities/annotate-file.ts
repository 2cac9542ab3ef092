// activities/annotate-file.ts — one run of the annotator: input from S3 into a private folder, result and log back to S3.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AnnotationOutcome } from '../domain/annotation.ts';
import { notesOf } from '../domain/file-notes.ts';
import type { JobRecord, ObjectRef } from '../domain/job.ts';
import { objectKeys } from '../domain/job.ts';
import { inputLimit } from '../domain/plan.ts';
import { treeHasher } from '../domain/tree-hash.ts';
import type { Annotated } from './annotation.ts';
import type { Ports } from './ports.ts';
import { beating, cancellation } from './transfer.ts';

/** Annotates the input of a job that this run has claimed. What is wrong with the input is an answer, not an error. */
export async function annotateFile(ports: Ports, job: JobRecord): Promise<Annotated> {
  const refusal = await inputRefusal(ports, job);
  if (refusal) return { kind: 'refused', message: refusal };

  const { scratchFolder } = ports.settings;
  await mkdir(scratchFolder, { recursive: true });
  const folder = await mkdtemp(join(scratchFolder, `${job.jobId}${scratchOwner()}`));
  try {
    return await beating((beat) => runAnnotator(ports, { job, folder, beat }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Names the process that uses the folder: what it leaves behind when it is killed is swept by the next worker. */
const scratchOwner = (): string => `.${hostname().replaceAll('.', '-')}.${process.pid}.`;

interface Run {
  job: JobRecord;
  /** Private to this run, and removed after it. */
  folder: string;
  beat: (details: { records: number }) => void;
}

async function runAnnotator(ports: Ports, { job, folder, beat }: Run): Promise<Annotated> {
  const signal = cancellation();
  const inputPath = join(folder, 'input');
  await pipeline(Readable.from(await ports.objects.read(job.input)), createWriteStream(inputPath), { signal });
  const onProgress = (records: number) => beat({ records });
  const { jobId, genome } = job;
  const asked = { jobId, ...(genome === undefined ? {} : { genome }) };
  const outcome = await ports.annotator.annotate({ ...asked, inputPath, outputFolder: folder, signal, onProgress });
  return storeOutcome(ports, job, outcome);
}

/** The limit is checked here too: the plan may have changed since the upload, and messages pass no upload form. */
async function inputRefusal({ objects, users, rules }: Ports, job: JobRecord): Promise<string | undefined> {
  const input = await objects.head(job.input);
  if (!input)
    return 'The input file is not in the inputs bucket any more. Upload it again and submit it as a new annotation.';
  const { plan } = await users.get(job.userId);
  const limit = inputLimit(plan.role, rules);
  if (input.bytes <= limit) return undefined;
  return `The input has ${input.bytes} bytes; your plan allows ${limit}. Upgrade to premium, or submit a smaller file.`;
}

async function storeOutcome(ports: Ports, job: JobRecord, outcome: AnnotationOutcome): Promise<Annotated> {
  const { resultsBucket: bucket, keyPrefix } = ports.settings;
  const keys = objectKeys(keyPrefix, job);
  const log = { bucket, key: keys.log };
  const storeLog = (result?: { bytes: number; treeHash: string; records: number }) =>
    store(ports, {
      path: outcome.logPath,
      ref: log,
      contentType: 'text/plain; charset=utf-8',
      metadata: notesOf(job, result),
    });
  if (outcome.kind === 'refused') {
    await storeLog();
    return { kind: 'refused', message: outcome.message, log };
  }

  const beside = [
    { path: outcome.summaryPath, key: keys.summary, contentType: 'application/json' },
    { path: outcome.tablePath, key: keys.table, contentType: 'application/gzip' },
    { path: outcome.indexPath, key: keys.index, contentType: 'application/octet-stream' },
  ];
  for (const { path, key, contentType } of beside) {
    if (path !== undefined) await store(ports, { path, ref: { bucket, key }, contentType });
  }
  const ref = { bucket, key: keys.result };
  const stored = await store(ports, { path: outcome.resultPath, ref, contentType: 'application/gzip' });
  const result = { ...ref, ...stored, records: outcome.records };
  await storeLog(result); // last: its notes vouch for the result
  return { kind: 'annotated', result, log };
}

/** Stores a local file; the tree hash is the one that the archive will be asked for. */
async function store(
  { objects }: Ports,
  { path, ref, ...described }: { path: string; ref: ObjectRef; contentType: string; metadata?: Record<string, string> },
) {
  const hasher = treeHasher(() => createHash('sha256'));
  for await (const chunk of createReadStream(path)) hasher.update(chunk as Buffer);

  const file = await open(path);
  try {
    const { size: bytes } = await file.stat();
    const { versionId } = await objects.write({
      ...ref,
      bytes,
      ...described,
      signal: cancellation(),
      async read(from, to, into) {
        const part = into.subarray(0, to - from);
        await file.read(part, 0, part.length, from);
        return part;
      },
    });
    return { versionId, bytes, treeHash: hasher.digest() };
  } finally {
    await file.close();
  }
}
