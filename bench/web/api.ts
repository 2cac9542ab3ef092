// bench/web/api.ts — the API under people at work, beside a bare Koa route that makes the same call of DynamoDB.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '../../local/environment.ts';
import { figure, median, ratio } from '../archive/figures.ts';
import { load, type Ask, type Load } from './load.ts';
import type { Person, WebSession } from './session.ts';

const JOBS = 50;
const GOAL = 0.5;
/** The 99th percentile may be so many times the median. */
const SPREAD = 10;

type Route = 'list' | 'detail';

/** Rounds of bare and web in turn, so that both meet the same weather. */
export async function apiBench(session: WebSession, how: { users: number; seconds: number; rounds: number }) {
  const people = await session.people(how.users, JOBS);
  const bare = fork(join(ROOT, 'bench/web/bare-koa.ts'), { env: session.stack.env });
  const [port] = (await once(bare, 'message')) as [number];
  try {
    await session.withWeb(async ({ url }) => {
      for (const route of ['list', 'detail'] as const) {
        const loads = { bare: [] as Load[], web: [] as Load[] };
        for (let round = 0; round < how.rounds; round += 1) {
          loads.bare.push(await load(`http://127.0.0.1:${port}`, bareAsks(people, route), how.seconds));
          loads.web.push(await load(url, webAsks(people, route), how.seconds));
        }
        tell(route, loads, how.users);
      }
    });
  } finally {
    bare.disconnect();
  }
}

const best = (loads: Load[]) => median(loads.map(({ perSecond }) => perSecond)).toFixed(0);

function tell(route: Route, { bare, web }: { bare: Load[]; web: Load[] }, users: number): void {
  const shares = web.map(({ perSecond }, round) => perSecond / bare[round]!.perSecond);
  const spreads = web.map(({ medianMs, p99Ms }) => p99Ms / medianMs);
  const [middle, late] = [median(web.map(({ medianMs }) => medianMs)), median(web.map(({ p99Ms }) => p99Ms))];
  const meaning = `requests/s of ${users} people at once, by those of a bare Koa route with the same call of DynamoDB`;
  ratio(`web-${route}`, median(shares), { goal: GOAL, meaning });
  ratio(`web-${route}-even`, SPREAD / median(spreads), {
    goal: 1,
    meaning: `${SPREAD} times the median, by the 99th percentile`,
  });
  figure(route, `${best(web)}/s`, {
    meaning: `bare ${best(bare)}/s; median ${middle.toFixed(0)} ms, 99th percentile ${late.toFixed(0)} ms`,
  });
}

function bareAsks(people: readonly Person[], route: Route): (() => Ask)[] {
  return people.map(({ userId, jobIds }) => {
    const next = inTurn(jobIds);
    return () => ({ path: route === 'list' ? `/jobs/${userId}` : `/job/${next()}` });
  });
}

function webAsks(people: readonly Person[], route: Route): (() => Ask)[] {
  return people.map(({ jobIds, headers }) => {
    const next = inTurn(jobIds);
    return () => ({ path: route === 'list' ? '/api/jobs?limit=50' : `/api/jobs/${next()}`, headers });
  });
}

function inTurn<T>(values: readonly T[]): () => T {
  let at = 0;
  return () => values[at++ % values.length]!;
}
