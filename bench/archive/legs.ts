// bench/archive/legs.ts — each half of a move alone, with the same clients against the same servers: nothing but reading
// or nothing but writing, of bytes that are thrown away or made in memory.
import { randomUUID } from 'node:crypto';
import type { ReadRange } from '../../domain/ports.ts';
import { until } from '../../local/until.ts';
import type { Job } from './results.ts';
import type { Session } from './session.ts';

/** Milliseconds of each leg. */
export interface Legs {
  readS3: number;
  writeVault: number;
  readVault: number;
  writeS3: number;
}

const PARALLEL = 2;

export async function measureLegs({ doors }: Session, { jobId, userId, result }: Job): Promise<Legs> {
  const { objects, archives } = doors;
  const vault = archives.of('glacier-vault');
  const { bytes } = result;
  const partBytes = objects.partBytes(bytes);
  const read = fromMemory(partBytes);

  const readS3 = await timed(async () => {
    let size = 0;
    for await (const chunk of await objects.read({ ...result, range: { from: 0, to: bytes } })) size += chunk.length;
    if (size !== bytes) throw new Error(`S3 gave ${size} bytes of ${bytes}.`);
  });

  const { versionId, ...source } = result;
  const uploadId = await vault.begin({ jobId, userId, bytes, source: { ...source, versionId } });
  let archiveId = '';
  const writeVault = await timed(async () => {
    const outcome = await vault.upload({ uploadId, bytes, source: { ...source, versionId }, read });
    if (outcome.kind !== 'stored') throw new Error('The vault forgot the upload.');
    ({ archiveId } = outcome.receipt);
  });

  const retrievalId = await retrieval(vault, archiveId);
  const readVault = await timed(() => readOutput(vault, { retrievalId, bytes, partBytes }));
  await vault.remove(archiveId);

  const target = { bucket: result.bucket, key: `${result.key}.leg` };
  let written = '';
  const writeS3 = await timed(async () => {
    ({ versionId: written } = await objects.write({ ...target, bytes, contentType: 'application/gzip', read }));
  });
  await objects.removeVersions(target, [written]);
  return { readS3, writeVault, readVault, writeS3 };
}

type Vault = ReturnType<Session['doors']['archives']['of']>;

/** Asks for an archive and waits until it has thawed; not part of any figure. */
export async function retrieval(vault: Vault, archiveId: string): Promise<string> {
  const started = await vault.retrieve({ archiveId, description: `bench/${randomUUID()}`, tier: 'Standard' });
  if (started.kind !== 'started') throw new Error(`The vault refused: ${started.reason}`);
  const { retrievalId } = started;
  await until(async () => (await vault.describe(retrievalId)) === 'succeeded', new AbortController().signal);
  return retrievalId;
}

async function readOutput(
  vault: Vault,
  { retrievalId, bytes, partBytes }: { retrievalId: string; bytes: number; partBytes: number },
): Promise<void> {
  let next = 0;
  const lane = async () => {
    const into = Buffer.allocUnsafeSlow(partBytes);
    while (next < bytes) {
      const from = next;
      next = Math.min(bytes, from + partBytes);
      await vault.read({ retrievalId, from, to: next, into });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, lane));
}

/** The same part again and again. */
function fromMemory(partBytes: number): ReadRange {
  const part = Buffer.alloc(partBytes, 'annotated');
  return async (from, to, into) => {
    into.set(part.subarray(0, to - from));
    return into.subarray(0, to - from);
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
