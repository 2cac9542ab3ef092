// bench/web/streams.ts — event streams that stay open: what they cost in memory, and how soon they tell of a change.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, request, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { figure } from '../archive/figures.ts';
import type { Person, WebSession } from './session.ts';

/** What one person may have. */
const STREAMS_PER_PERSON = 10;
const JOBS = 5;
/** Until a process that has just answered a thousand has come to rest. */
const SETTLE_MS = 20_000;
const MOST_MIB = 60;
const LATEST_MS = 2000;

export async function streamBench({ people, withWeb, doors }: WebSession, streams: number): Promise<void> {
  const everybody = await people(Math.ceil(streams / STREAMS_PER_PERSON), JOBS);
  await withWeb(async ({ url, pid }) => {
    const warm = await openStreams(url, everybody.slice(0, 1));
    await delay(SETTLE_MS / 2);
    const before = await residentMib(pid);
    warm.close();

    const open = await openStreams(url, everybody);
    await delay(SETTLE_MS);
    const grown = (await residentMib(pid)) - before;
    figure('streams-memory', `${grown.toFixed(0)} MiB`, {
      goal: `< ${MOST_MIB} MiB`,
      meaning: `by which ${open.count} open event streams of ${everybody.length} people make one process grow`,
    });

    const changed = everybody.filter((_, at) => at % 5 === 0);
    const late = await Promise.all(
      changed.map(async ({ jobIds: [jobId] }) => {
        const began = performance.now();
        const told = open.told(jobId!, STREAMS_PER_PERSON);
        await doors.jobs.save({ jobId: jobId!, version: 3, set: { name: 'Renamed' } });
        await told;
        return performance.now() - began;
      }),
    );
    figure('streams-latest', `${Math.max(...late).toFixed(0)} ms`, {
      goal: `< ${LATEST_MS} ms`,
      meaning: `from the write of one of ${changed.length} rows that change at once to the last of ${changed.length * STREAMS_PER_PERSON} streams that tell of it`,
    });
    open.close();
  });
}

interface Streams {
  count: number;
  /** Resolves when so many streams have told of a change of this job, after now. */
  told(jobId: string, streams: number): Promise<void>;
  close(): void;
}

async function openStreams(url: string, people: readonly Person[]): Promise<Streams> {
  const agent = new Agent({ keepAlive: true });
  const waiting = new Map<string, () => void>();
  const everyStream = people.flatMap((person) => Array.from({ length: STREAMS_PER_PERSON }, () => person));
  for (const { headers } of everyStream) {
    const asked = request(new URL('/api/events', url), { agent, headers }).end();
    asked.on('error', () => undefined); // closed by us
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    if (answer.statusCode !== 200) throw new Error(`A stream answered ${answer.statusCode}.`);
    answer.setEncoding('utf8').on('data', (text: string) => {
      for (const [, jobId] of text.matchAll(/"job_id":"([^"]+)"/g)) waiting.get(jobId!)?.();
    });
    answer.on('error', () => undefined);
  }
  return {
    count: everyStream.length,
    told(jobId, streams) {
      const { promise, resolve } = Promise.withResolvers<void>();
      let missing = streams;
      waiting.set(jobId, () => --missing === 0 && resolve());
      return promise;
    },
    close: () => agent.destroy(),
  };
}

async function residentMib(pid: number): Promise<number> {
  return Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
