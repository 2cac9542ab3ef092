// local/glacier/job-output.ts — the bytes of a completed job, whole or by range.
import { flipOneBit } from './archives.ts';
import type { Call, Reply } from './call.ts';
import { checkRange } from './checks.ts';
import { invalid, notFound } from './errors.ts';
import { piecesOf, type Glacier } from './glacier.ts';
import { knownJob, treeHashOf } from './jobs.ts';
import type { Job } from './records.ts';
import { timeKey } from './store.ts';
import { isTreeHashAligned } from './tree.ts';

interface Output {
  owner: string;
  /** Where the output begins among the pieces. */
  offset: number;
  size: number;
  /** Whether the output as a whole has a node in the archive's tree. */
  hasTreeHash: boolean;
}

/** GetJobOutput. */
export function jobOutputOperations(glacier: Glacier) {
  return {
    GetJobOutput(call: Call): Reply {
      const job = knownJob(glacier, call);
      if (glacier.faults.strike('expire-output', call.operation)) throw expire(glacier, job);
      const output = outputOf(job);
      const header = call.header('range');
      const range =
        header === undefined ? { from: 0, to: output.size } : checkRange(header, { prefix: 'bytes=', suffix: '' });
      if (range.to > output.size) throw invalid(`Invalid range: ${header}. The output has ${output.size} bytes.`);

      const [from, to] = [output.offset + range.from, output.offset + range.to];
      const bytes = glacier.bytes.read(piecesOf(glacier, output.owner, { from, to }), from, to);
      const flip = glacier.faults.strike('flip-bit', call.operation);
      return {
        status: header === undefined ? 200 : 206,
        headers: {
          'Accept-Ranges': 'bytes',
          'Content-Length': String(range.to - range.from),
          ...(header !== undefined && { 'Content-Range': `bytes ${range.from}-${range.to - 1}/${output.size}` }),
          ...describeContent(glacier, job),
          ...treeHashHeader(glacier, output, range),
        },
        stream: flip ? flipOneBit(bytes) : bytes,
      };
    },
  };
}

function outputOf({ id, action, outcome }: Job): Output {
  if (outcome?.result.kind !== 'succeeded') throw invalid(`The job is not currently available for download: ${id}`);
  const { owner, size } = outcome.result;
  if (action.kind === 'inventory') return { owner, offset: 0, size, hasTreeHash: false };
  return { owner, offset: action.from, size, hasTreeHash: action.treeHash !== undefined };
}

function describeContent({ store }: Glacier, { action, vault }: Job): Record<string, string> {
  if (action.kind === 'inventory') return { 'Content-Type': action.format === 'CSV' ? 'text/csv' : 'application/json' };
  const description = store.archives.get(`${vault}/${action.archiveId}`)?.description;
  return {
    'Content-Type': 'application/octet-stream',
    ...(description && { 'x-amz-archive-description': description }),
  };
}

// The header comes only where the client can check it: for a range with a node of its own in the tree.
function treeHashHeader(glacier: Glacier, output: Output, range: { from: number; to: number }): Record<string, string> {
  if (!output.hasTreeHash || !isTreeHashAligned({ ...range, size: output.size })) return {};
  const { from, to } = { from: output.offset + range.from, to: output.offset + range.to };
  const treeHash = treeHashOf(glacier, output.owner, { from, to });
  return treeHash ? { 'x-amz-sha256-tree-hash': treeHash } : {};
}

function expire({ store, wakeAgenda }: Glacier, job: Job) {
  const { outcome } = job;
  const now = Date.now();
  if (outcome) {
    store.atomically(() => {
      store.jobs.put(`${job.vault}/${job.id}`, { ...job, outcome: { ...outcome, until: now } });
      store.agenda.put(timeKey(now, job.id), { kind: 'job', key: `${job.vault}/${job.id}` });
    });
    wakeAgenda();
  }
  return notFound(`The job ID was not found: ${job.id}`);
}
