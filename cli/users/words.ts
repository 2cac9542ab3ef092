// cli/users/words.ts — a job in words, for its owner's terminal.
import type { JobView } from '../../web/contract.ts';
import { columns } from '../operators/words.ts';

/** Names and reasons come from elsewhere: none may move the cursor or turn the direction of text. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}

const WHERE: Record<JobView['place'], string> = {
  none: '',
  hot: 'result ready',
  archiving: 'result ready, on its way to the archive',
  archived: 'result in the archive',
  restoring: 'result on its way back',
};

/** One line for each job, newest first as they come. */
export function jobLines(jobs: readonly JobView[]): string {
  if (jobs.length === 0) return 'There are no jobs of this kind.';
  const rows = jobs.map((job) => [
    job.job_id,
    job.status,
    job.submitted_at.slice(0, 19).replace('T', ' '),
    printable(job.name ?? job.file_name),
    WHERE[job.place],
  ]);
  return columns(rows)
    .map((line) => line.trim())
    .join('\n');
}

export function jobText(job: JobView): string {
  const facts: [string, string | number | undefined][] = [
    ['name', job.name],
    ['file', job.file_name],
    ['genome', job.genome],
    ['status', job.status],
    ['failure', job.failure],
    ['submitted', job.submitted_at],
    ['completed', job.completed_at],
    ['records', job.records],
    ['result', WHERE[job.place] || 'none yet'],
    ['bytes', job.bytes],
    ['tree hash', job.sha256_tree_hash],
    ['archived at', job.archives_at],
    ['back at', job.restore?.expected_at],
  ];
  const there = facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, printable(String(value))]]));
  return [`job ${job.job_id}`, ...columns(there)].join('\n');
}
