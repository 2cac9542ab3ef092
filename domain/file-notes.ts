// domain/file-notes.ts — what the log of a job says beside its text, in the object's metadata: all of the row that could not
// be told from keys, bytes and archives, so that a lost table can be rebuilt. It goes when the job is deleted.
import type { Instant, JobRecord } from './job.ts';

/** Never in the description of an archive: names that people give lie only where their files do. */
export interface FileNotes {
  name?: string;
  inputFileName?: string;
  genome?: string;
  submittedAt?: Instant;
  resultBytes?: number;
  resultTreeHash?: string;
  records?: number;
}

/** S3 takes 2 KB of metadata with an object; some are others'. */
const ROOM = 1800;

/** Metadata of S3: ASCII, names in lower case. Names that have no room are left out: the annotation counts for more. */
export function notesOf(
  { name, inputFileName, genome, submittedAt }: Pick<JobRecord, 'name' | 'inputFileName' | 'genome' | 'submittedAt'>,
  result?: { bytes: number; treeHash: string; records: number },
): Record<string, string> {
  const sure = {
    'job-submitted': String(submittedAt),
    ...(result && {
      'result-bytes': String(result.bytes),
      'result-tree-hash': result.treeHash,
      'result-records': String(result.records),
    }),
  };
  const names = { 'job-genome': genome, 'job-file': inputFileName, 'job-name': name };
  const notes: Record<string, string> = sure;
  for (const [key, value] of Object.entries(names)) {
    if (value === undefined) continue;
    const encoded = encodeURIComponent(value.toWellFormed());
    if (JSON.stringify(notes).length + key.length + encoded.length < ROOM) notes[key] = encoded;
  }
  return notes;
}

/** What is there of it; objects of earlier versions have none. */
export function readNotes(metadata: Record<string, string> = {}): FileNotes {
  const number = (key: string) => (/^\d{1,15}$/.test(metadata[key] ?? '') ? Number(metadata[key]) : undefined);
  const hash = metadata['result-tree-hash'] ?? '';
  const all = {
    name: decoded(metadata['job-name']),
    inputFileName: decoded(metadata['job-file']),
    genome: decoded(metadata['job-genome']),
    submittedAt: number('job-submitted'),
    resultBytes: number('result-bytes'),
    resultTreeHash: /^[0-9a-f]{64}$/.test(hash) ? hash : undefined,
    records: number('result-records'),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text ? decodeURIComponent(text) : undefined;
  } catch {
    return undefined; // not ours
  }
}
