// bench/archive/results.ts — results as an annotation leaves them, of bytes that no compression helps with.
import { createCipheriv, randomUUID } from 'node:crypto';
import type { JobRecord, JobResult, ObjectRef } from '../../domain/job.ts';
import type { ObjectStore, ReadRange } from '../../domain/ports.ts';
import { createHash } from 'node:crypto';
import { treeHasher } from '../../domain/tree-hash.ts';
import type { Session } from './session.ts';

type Result = Required<Pick<JobResult, 'bucket' | 'key' | 'versionId' | 'bytes' | 'treeHash'>>;
export type Job = JobRecord & { result: Result };

/** Its bytes in S3, its row in the table; nobody is told of it yet. */
export async function aResult(
  { stack: { config }, doors: { objects, jobs } }: Pick<Session, 'stack' | 'doors'>,
  { bytes, completedAt = 0 }: { bytes: number; completedAt?: number },
): Promise<Job> {
  const [jobId, userId] = [randomUUID(), randomUUID()];
  const key = `${config.storage.keyPrefix}/${userId}/${jobId}~bench.annot.vcf.gz`;
  const ref = { bucket: config.storage.resultsBucket, key };
  const { versionId } = await objects.write({ ...ref, bytes, contentType: 'application/gzip', read: noise });
  const result = { ...ref, versionId, bytes, treeHash: await hashOf(objects, ref) };
  const job: Job = {
    jobId,
    userId,
    version: 1,
    inputFileName: 'bench.vcf',
    input: { bucket: config.storage.inputsBucket, key },
    inputBytes: bytes,
    submittedAt: completedAt,
    completedAt,
    status: 'COMPLETED',
    attempt: 1,
    hotKey: key,
    result,
    timeline: ['submitted', 'annotating', 'completed'].map((event) => ({ at: completedAt, event }) as never),
  };
  await jobs.insert(job);
  return job;
}

/** Bytes that depend on their offset alone: the key stream of a cipher in counter mode. */
const noise: ReadRange = async (from, to) => {
  const counter = Buffer.alloc(16);
  counter.writeBigUInt64BE(BigInt(from / 16), 8);
  return createCipheriv('aes-128-ctr', Buffer.alloc(16), counter).update(Buffer.alloc(to - from));
};

/** The tree hash of what S3 holds. */
export async function hashOf(objects: ObjectStore, ref: ObjectRef & { versionId?: string }): Promise<string> {
  const hasher = treeHasher(() => createHash('sha256'));
  for await (const chunk of await objects.read(ref)) hasher.update(chunk);
  return hasher.digest();
}
