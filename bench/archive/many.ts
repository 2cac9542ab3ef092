// bench/archive/many.ts — a thousand small results at once, beside the same workflows over activities that do nothing.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pMap from 'p-map';
import { child } from '../../local/child.ts';
import { until } from '../../local/until.ts';
import { figure, ratio } from './figures.ts';
import { aResult } from './results.ts';
import type { Session } from './session.ts';

const BYTES = 50_000;
const AT_ONCE = 20;
const LIMIT_MS = 1_800_000;
/** Started before anything is measured, so that nothing is used for the first time. */
const WARM = 20;

interface Ref {
  jobId: string;
  userId: string;
}

/** Half of the bare runs before the real ones and half after: what drifts falls on both. */
export async function manyBench(session: Session, results: number): Promise<void> {
  const jobs = await pMap(Array(results + WARM).keys(), () => aResult(session, { bytes: BYTES }), {
    concurrency: AT_ONCE,
  });
  const half = () => bareRun(session, nobody(Math.ceil(results / 2) + WARM));
  const before = await half();
  await session.stack.start('worker');
  await session.wire.clear();
  const real = await run(session, jobs);
  const sent = await session.wire.sent();
  const after = await half();
  await session.stack.start('worker');

  const rows = await pMap(jobs, ({ jobId }) => session.doors.jobs.get(jobId), { concurrency: AT_ONCE });
  const archived = rows.filter((row) => row?.archiveStatus === 'ARCHIVED' && row.hotKey === undefined).length;
  if (archived !== jobs.length) throw new Error(`Only ${archived} of ${jobs.length} results were archived.`);

  const bare = 2 / (1 / before + 1 / after);
  const meaning = `${results} results of 50 KB: archive rate as a share of the rate of the same workflows with empty activities`;
  ratio('archive-rate-to-bare', real / bare, { goal: 0.55, meaning });
  const perResult = (of: string) => (sent.filter(({ service }) => service === of).length / jobs.length).toFixed(1);
  figure('archive-rate', `${real.toFixed(1)}/s`, {
    meaning:
      `bare ${before.toFixed(1)} before, ${after.toFixed(1)} after; requests per result: ` +
      ['DynamoDB', 'S3', 'Glacier', 'SNS'].map((service) => `${service} ${perResult(service)}`).join(', '),
  });
}

/** Ids that no row has: the bare worker asks for none. */
function nobody(count: number): Ref[] {
  return Array.from({ length: count }, () => ({ jobId: randomUUID(), userId: randomUUID() }));
}

async function bareRun(session: Session, refs: readonly Ref[]): Promise<number> {
  const { stack, folder } = session;
  await stack.kill('worker', 'SIGTERM');
  const program = {
    name: 'bare-worker',
    command: process.execPath,
    args: ['--max-semi-space-size=2', 'bench/bare-worker.ts'],
    env: stack.env,
    healthy: async (printed: () => Promise<string>) => (await printed()).includes('worker ready'),
    stopLimitMs: 15_000,
  };
  const bare = child(program, { folder: join(folder, 'stack'), onTrouble: (line) => console.error(line) });
  await bare.start();
  try {
    return await run(session, refs);
  } finally {
    await bare.stop();
  }
}

/** Results per second, from the first start to the last end, after some that are not counted. */
async function run(session: Session, refs: readonly Ref[]): Promise<number> {
  await runAll(session, refs.slice(0, WARM));
  const counted = refs.slice(WARM);
  return counted.length / (await runAll(session, counted));
}

async function runAll({ starters, client }: Session, refs: readonly Ref[]): Promise<number> {
  const began = new Date();
  await pMap(refs, (ref) => starters.annotationCompleted(ref), { concurrency: AT_ONCE });
  const query = `WorkflowType = 'archiveResult' AND StartTime >= '${began.toISOString()}'`;
  const done = async () => {
    const { count } = await client.workflow.count(`${query} AND ExecutionStatus = 'Completed'`);
    return count >= refs.length;
  };
  await until(done, new AbortController().signal, LIMIT_MS);
  let last = 0;
  for await (const { closeTime } of client.workflow.list({ query })) last = Math.max(last, Number(closeTime));
  return (last - began.getTime()) / 1000;
}
