// bench/transfer.ts — a large result on its way into the vault and back: time against a plain copy, memory of the worker.
import { createCipheriv, createHash, randomUUID } from 'node:crypto';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reader, type Source } from '../activities/reader.ts';
import { awsAdapters } from '../adapters/aws/index.ts';
import type { JobRecord, JobResult, ObjectRef } from '../domain/job.ts';
import type { ObjectStore, ReadRange } from '../domain/ports.ts';
import { treeHasher } from '../domain/tree-hash.ts';
import { startStack, type Stack } from '../local/start-stack.ts';
import { until } from '../local/until.ts';
import { connectClient } from '../temporal/connection.ts';
import { createStarters } from '../temporal/starters.ts';

const MIB = 1024 ** 2;
const BYTES = Number(process.argv[3] ?? 1024) * MIB;
const LIMIT_MS = 600_000;
const SETTINGS = {
  GAS_GRACE_PERIOD: '1s',
  GAS_GLACIER_EXPEDITED: '1s',
  GAS_GLACIER_STANDARD: '1s',
};

type Doors = ReturnType<typeof awsAdapters>;

/** One result of 1 GiB through archive and restore; the baseline copies the same bytes within S3's stand-in. */
export async function transferBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gas-bench-'));
  const stack = await startStack({ folder, ports: 'free', settings: SETTINGS, processes: ['worker', 'bridge'] });
  const doors = awsAdapters(stack.config);
  try {
    await measure(stack, doors);
  } finally {
    doors.close();
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(stack: Stack, doors: Doors): Promise<void> {
  // A first small result, so that what grows afterwards grows with the size and not with first use.
  await archiveAndRestore(stack, doors, await aResult(stack, doors, MIB));
  const job = await aResult(stack, doors, BYTES);
  const baselineMs = await timed(() => copyWithinS3(doors.objects, job.result));

  const memory = watchMemory(stack.pid('worker')!);
  const { archiveMs, restoreMs } = await archiveAndRestore(stack, doors, job);
  const { grewMiB, peakMiB } = await memory.stop();

  const { result, hotKey } = (await doors.jobs.get(job.jobId))!;
  if (hotKey === undefined || (await hashOf(doors.objects, result!)) !== job.result.treeHash) {
    throw new Error('The result did not come back, or with other bytes.');
  }
  console.log(`ratio archive ${(baselineMs / archiveMs).toFixed(2)}`);
  console.log(`ratio restore ${(baselineMs / restoreMs).toFixed(2)}`);
  console.log(
    `${BYTES / MIB} MiB: plain copy ${seconds(baselineMs)}, archive ${seconds(archiveMs)}, restore ${seconds(restoreMs)}`,
  );
  console.log(
    `worker: resident memory grew by ${grewMiB} MiB to ${peakMiB} MiB; the bytes that came back are identical`,
  );
}

type LargeJob = JobRecord & { result: JobResult & Source & { treeHash: string } };

async function archiveAndRestore(stack: Stack, { jobs, objects }: Doors, job: LargeJob) {
  const starters = createStarters(connectClient(stack.config.temporal));
  const { jobId, userId, result } = job;
  const isAt = (status: string | undefined) => async () => (await jobs.get(jobId))?.archiveStatus === status;
  const archiveMs = await timed(async () => {
    await starters.annotationCompleted(job);
    await eventually(isAt('ARCHIVED'));
  });
  await eventually(async () => (await objects.versions(result)).length === 0);
  const restoreMs = await timed(async () => {
    await starters.changePlan({ userId, role: 'premium_user', changeId: randomUUID(), planVersion: 1, orderedAt: 1 });
    await eventually(isAt(undefined));
  });
  return { archiveMs, restoreMs };
}

/** A completed job of a free user, with bytes that no compression helps with. */
async function aResult({ config }: Stack, { objects, jobs }: Doors, bytes: number): Promise<LargeJob> {
  const [jobId, userId] = [randomUUID(), randomUUID()];
  const key = `${config.storage.keyPrefix}/${userId}/${jobId}~large.annot.vcf.gz`;
  const ref = { bucket: config.storage.resultsBucket, key };
  const { versionId } = await objects.write({ ...ref, bytes, contentType: 'application/gzip', read: noise });
  const treeHash = await hashOf(objects, ref);
  const job: JobRecord = {
    jobId,
    userId,
    version: 1,
    inputFileName: 'large.vcf',
    input: { bucket: config.storage.inputsBucket, key },
    submittedAt: 0,
    completedAt: 0,
    status: 'COMPLETED',
    attempt: 1,
    hotKey: key,
    timeline: [{ at: 0, event: 'submitted' }],
  };
  const result = { ...ref, versionId, bytes, treeHash };
  await jobs.insert({ ...job, result });
  return { ...job, result };
}

/** Bytes that depend on their offset alone: the key stream of a cipher in counter mode. */
const noise: ReadRange = async (from, to) => {
  const counter = Buffer.alloc(16);
  counter.writeBigUInt64BE(BigInt(from / 16), 8);
  return createCipheriv('aes-128-ctr', Buffer.alloc(16), counter).update(Buffer.alloc(to - from));
};

async function copyWithinS3(objects: ObjectStore, source: Source): Promise<void> {
  const read = reader(objects, source);
  const target = { ...source, key: `${source.key}.copy` };
  const { versionId } = await objects.write({ ...target, bytes: source.bytes, contentType: 'application/gzip', read });
  await objects.removeVersions(target, [versionId]);
}

async function hashOf(objects: ObjectStore, ref: ObjectRef): Promise<string> {
  const hasher = treeHasher(() => createHash('sha256'));
  for await (const chunk of await objects.read(ref)) hasher.update(chunk);
  return hasher.digest();
}

/** Samples the resident memory of a process (Linux: /proc) until it is stopped. */
function watchMemory(pid: number) {
  const resident = async () => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  const first = resident();
  let peak = 0;
  const timer = setInterval(() => void resident().then((now) => (peak = Math.max(peak, now))), 200);
  return {
    async stop() {
      clearInterval(timer);
      return { grewMiB: Math.round(peak - (await first)), peakMiB: Math.round(peak) };
    },
  };
}

function eventually(holds: () => Promise<boolean>): Promise<void> {
  return until(holds, new AbortController().signal, LIMIT_MS);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
