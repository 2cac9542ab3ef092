// bench/web/session.ts — the embedded stack with people and their jobs in its tables, and a web process for each section.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pMap from 'p-map';
import { awsAdapters } from '../../adapters/aws/index.ts';
import { child } from '../../local/child.ts';
import { service } from '../../local/services.ts';
import { startStack, type Stack } from '../../local/start-stack.ts';
import { personalTokens } from '../../web/personal-tokens.ts';
import { aJob } from './jobs.ts';

/** The bench asks as often as it can. */
const SETTINGS = { GAS_RATE_LIMITS: 'other=1000000000 stream=1000000', GAS_LOG_LEVEL: 'error' };
const WRITES_AT_ONCE = 16;

export interface Person {
  userId: string;
  jobIds: string[];
  /** What the API takes. */
  headers: { authorization: string };
}

export interface WebSession {
  stack: Stack;
  doors: ReturnType<typeof awsAdapters>;
  folder: string;
  /** So many people with so many jobs each. */
  people: (count: number, jobs: number) => Promise<Person[]>;
  /** A web process of its own, with these settings over the others; gone afterwards. */
  withWeb: <T>(use: (web: { url: string; pid: number }) => Promise<T>, settings?: Record<string, string>) => Promise<T>;
}

/** Runs `use` with tables, queues and Temporal there, and nobody at work. Leaves nothing behind. */
export async function withWebSession(use: (session: WebSession) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gas-bench-web-'));
  const stack = await startStack({ folder: join(folder, 'stack'), ports: 'free', settings: SETTINGS, processes: [] });
  const doors = awsAdapters(stack.config);
  try {
    const people = (count: number, jobs: number) =>
      pMap(Array.from({ length: count }), () => aPerson(doors, jobs), { concurrency: WRITES_AT_ONCE });
    await use({ stack, doors, folder, people, withWeb: webOf(stack, folder) });
  } finally {
    doors.close();
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function aPerson(doors: WebSession['doors'], jobs: number): Promise<Person> {
  const userId = randomUUID();
  const rows = Array.from({ length: jobs }, (_, at) => aJob(userId, at));
  for (const row of rows) await doors.jobs.insert(row);
  const { token } = await personalTokens(doors).create(userId, { name: 'bench', scopes: ['read'], expires_in_days: 1 });
  return { userId, jobIds: rows.map(({ jobId }) => jobId), headers: { authorization: `Bearer ${token}` } };
}

function webOf({ env, config }: Stack, folder: string): WebSession['withWeb'] {
  return async (use, settings = {}) => {
    const program = service('web', { config, env: { ...env, ...settings } });
    const web = child(program, { folder: join(folder, 'web'), onTrouble: (line) => console.error(line) });
    await web.start();
    try {
      return await use({ url: config.web.url, pid: web.pid! });
    } finally {
      await web.stop();
    }
  };
}
