// bench/scale/processes.ts — the resident memory of every process of the stack, by time (Linux: /proc).
import { readFile } from 'node:fs/promises';
import type { Stack } from '../../local/start-stack.ts';
import { median } from '../archive/figures.ts';
import type { Measured } from './run.ts';

export type Watched = (typeof WATCHED)[number];

const WATCHED = ['worker', 'bridge', 'temporal', 'aws', 'glacier'] as const;
const SAMPLE_MS = 250;

interface Sample {
  at: number;
  mib: number;
}

/** Samples until it is stopped; `within` answers the medians, in MiB, of the first and the last window of a run. */
export function watchProcesses(stack: Pick<Stack, 'pid'>) {
  const samples = new Map<Watched, Sample[]>(WATCHED.map((name) => [name, []]));
  const timer = setInterval(() => {
    for (const [name, list] of samples)
      void residentMib(stack.pid(name)).then((mib) => mib !== undefined && list.push({ at: performance.now(), mib }));
  }, SAMPLE_MS);
  const during = (list: readonly Sample[], { from, to }: { from: number; to: number }) =>
    Math.round(median(list.filter(({ at }) => at >= from && at <= to).map(({ mib }) => mib)));
  return {
    within: ({ first, last }: Measured) =>
      new Map(
        [...samples].map(([name, list]) => [name, { first: during(list, first), last: during(list, last) }] as const),
      ),
    stop: () => clearInterval(timer),
  };
}

async function residentMib(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kib = /VmRSS:\s+(\d+)/.exec(status)?.[1];
  return kib === undefined ? undefined : Number(kib) / 1024;
}
