// bench/scale.ts — `npm run bench -- scale`: thousands of small results through archive, half of them back: do rate and
// memory stay what they were while there is more and more? On the embedded stack as it is.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pMap from 'p-map';
import { awsAdapters } from '../adapters/aws/index.ts';
import { startStack, type Stack } from '../local/start-stack.ts';
import { connectClient } from '../temporal/connection.ts';
import { createStarters } from '../temporal/starters.ts';
import { figure, ratio, table } from './archive/figures.ts';
import { aResult } from './archive/results.ts';
import { archived, assertAll, restored } from './scale/moves.ts';
import { type Usage, watchProcesses, type Watched } from './scale/processes.ts';
import { measuredRun, type Measured } from './scale/run.ts';

const OPTIONS = {
  results: { type: 'string', default: '3000' },
  bytes: { type: 'string', default: '2000' },
  markdown: { type: 'boolean', default: false },
} as const;
const SETTINGS = { GAS_GRACE_PERIOD: '2s', GAS_GLACIER_EXPEDITED: '1s', GAS_GLACIER_STANDARD: '1s' };
const GOAL = 0.8;
/** Made at once; each is some requests of one emulator. */
const MAKING = 10;
/** Ours have to stay as they are; the stand-ins of other systems hold what is stored, and are told as information. */
const OURS: readonly Watched[] = ['worker', 'bridge'];

/** Archives `--results` of them, then restores half. */
export async function scaleBench(): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(3), options: OPTIONS });
  const [results, bytes] = [Number(values.results), Number(values.bytes)];
  const folder = await mkdtemp(join(tmpdir(), 'gas-scale-'));
  let stack: Stack | undefined;
  try {
    stack = await startStack({ folder, ports: 'free', settings: SETTINGS, processes: ['worker', 'bridge'] });
    await bench(stack, { results, bytes });
    if (stack.troubles.length > 0) throw new Error(`Something ended unasked: ${stack.troubles.join('; ')}`);
  } finally {
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  }
  if (values.markdown) console.log(`\n${table()}`);
}

async function bench(stack: Stack, { results, bytes }: { results: number; bytes: number }): Promise<void> {
  const doors = awsAdapters(stack.config);
  const client = connectClient(stack.config.temporal);
  const session = { stack, doors, client, starters: createStarters(client) };
  const processes = watchProcesses(stack);
  try {
    const window = Math.min(500, Math.floor(results / 4));
    const jobs = await pMap(Array(results).keys(), () => aResult(session, { bytes }), { concurrency: MAKING });
    const there = await measuredRun(jobs, { window, move: (job) => archived(session, job) });
    await assertAll(session, jobs, 'archived');
    tell('archive', there, processes.within(there));

    const half = jobs.slice(0, Math.ceil(results / 2));
    const back = await measuredRun(half, {
      window: Math.min(window, Math.floor(half.length / 4)),
      move: (job) => restored(session, job),
    });
    await assertAll(session, half, 'hot');
    tell('restore', back, processes.within(back));
  } finally {
    processes.stop();
    doors.close();
    await client.connection.close();
  }
}

function tell(way: string, run: Measured, memory: ReadonlyMap<Watched, Usage>): void {
  const { first, last, window, moved } = run;
  ratio(`${way}-rate-last-to-first`, last.perSecond / first.perSecond, {
    goal: GOAL,
    meaning: `the last ${window} of ${moved} results beside the first ${window}`,
  });
  figure(`${way}-rate`, `${first.perSecond.toFixed(1)}/s first, ${last.perSecond.toFixed(1)}/s last`, {
    meaning: `${run.perSecond.toFixed(1)}/s over all`,
  });
  const cpu = [...memory].map(([process, { cpuMsPerResult }]) => `${process} ${cpuMsPerResult}`).join(', ');
  figure(`${way}-processor-ms`, cpu, { meaning: 'processor time of each process for one result, in milliseconds' });
  for (const [process, { first: before, last: after }] of memory) {
    const meaning = `resident memory of ${process}, MiB: ${before} during the first ${window}, ${after} during the last`;
    if (OURS.includes(process))
      ratio(`${way}-memory-${process}-first-to-last`, before / after, { goal: GOAL, meaning });
    else figure(`${way}-memory-${process}`, `${before} to ${after} MiB`, { meaning });
  }
}
