// bench/scale/processes.ts — memory and processor time of every process of the stack, by time (Linux: /proc).
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
  cpuSeconds: number;
}

/** Medians of the first and the last window, in MiB; and the processor time of one result. */
export interface Usage {
  first: number;
  last: number;
  cpuMsPerResult: number;
}

/** Samples until it is stopped; `within` answers what a run took. */
export function watchProcesses(stack: Pick<Stack, 'pid'>) {
  const samples = new Map<Watched, Sample[]>(WATCHED.map((name) => [name, []]));
  const timer = setInterval(() => {
    for (const [name, list] of samples) void sampleOf(stack.pid(name)).then((sample) => sample && list.push(sample));
  }, SAMPLE_MS);
  const during = (list: readonly Sample[], { from, to }: { from: number; to: number }) =>
    Math.round(median(list.filter(({ at }) => at >= from && at <= to).map(({ mib }) => mib)));
  const usage = (list: readonly Sample[], { first, last, counted }: Measured): Usage => {
    const run = list.filter(({ at }) => at >= first.from && at <= last.to);
    const cpuSeconds = (run.at(-1)?.cpuSeconds ?? NaN) - (run[0]?.cpuSeconds ?? NaN);
    return {
      first: during(list, first),
      last: during(list, last),
      cpuMsPerResult: Math.round((cpuSeconds * 1000) / counted),
    };
  };
  return {
    within: (run: Measured) => new Map([...samples].map(([name, list]) => [name, usage(list, run)] as const)),
    stop: () => clearInterval(timer),
  };
}

/** `stat` counts processor time in hundredths of a second; its second field, a name in parentheses, may hold anything. */
async function sampleOf(pid: number | undefined): Promise<Sample | undefined> {
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const [status, stat] = await Promise.all([read('status'), read('stat')]);
  const kib = /VmRSS:\s+(\d+)/.exec(status)?.[1];
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (kib === undefined || fields.length < 13) return undefined;
  const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / 100;
  return { at: performance.now(), mib: Number(kib) / 1024, cpuSeconds };
}
