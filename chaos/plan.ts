// chaos/plan.ts — what a run will do, all of it decided by the seed: who asks for what and when, and which faults strike.
import { FAULTS, laneOf, type FaultName } from './faults.ts';
import type { Clocks } from './events.ts';
import { random, type Random } from './random.ts';
import type { Size } from './files.ts';
import type { Options } from './options.ts';

/** What a person does; `at` in ms from the start, `person` and `job` by number. */
export type Deed = { at: number; person: number } & (
  | { deed: 'submit'; job: number; size: Size; doubled: boolean }
  | { deed: 'cancel' | 'retry' | 'delete' | 'download' | 'pry'; job: number }
  | { deed: 'plan'; role: string }
  | { deed: 'close-account' | 'sign-in' }
);

interface Strike {
  at: number;
  fault: (typeof FAULTS)[number];
  /** Decides the details of this strike. */
  draw: string;
}

export interface Plan {
  seed: number;
  lengthMs: number;
  armed: readonly FaultName[];
  clocks: Clocks;
  deeds: readonly Deed[];
  strikes: readonly Strike[];
}

const PEOPLE_COUNT = 4;
const ROUND_MS = 10_000;
/** Faults that stop a process take about as long as a round: more would wait for one another. */
const PROCESS_STRIKES = 1;
const TEN_MINUTES = 600_000;

/** The plan of a seed: the same options give the same plan, on every machine. */
export function makePlan({ seed, minutes, jobs, share }: Options): Plan {
  const source = random(`chaos ${seed}`);
  const lengthMs = minutes * 60_000;
  const armed = armedFaults(source.of('armed'), share);
  const strikes = strikesOf(source.of('strikes'), armed, lengthMs);
  const deeds = [...jobDeeds(source.of('jobs'), jobs, lengthMs), ...personDeeds(source.of('people'), lengthMs)];
  const clocks = clocksOf(source.of('clocks'), armed.includes('clocks-apart'));
  return { seed, lengthMs, armed, clocks, deeds: deeds.toSorted((a, b) => a.at - b.at), strikes };
}

function armedFaults(source: Random, share: number): FaultName[] {
  const names: FaultName[] = [...FAULTS, 'clocks-apart'];
  return names.filter(() => source.chance(share));
}

/** A web process that is late would hand out addresses that have expired, as it would at Amazon: it is never late. */
function clocksOf(source: Random, apart: boolean): Clocks {
  const clocks = { worker: 0, bridge: 0, web: 0 };
  if (!apart) return clocks;
  const name = source.pick(['worker', 'bridge', 'web'] as const);
  return { ...clocks, [name]: name !== 'web' && source.chance(0.5) ? -TEN_MINUTES : TEN_MINUTES };
}

/** In each round every armed fault strikes with a probability of a quarter. */
function strikesOf(source: Random, armed: readonly FaultName[], lengthMs: number): Strike[] {
  const rounds = Math.max(2, Math.round(lengthMs / ROUND_MS));
  const strikes: Strike[] = [];
  for (let round = 0; round < rounds; round++) {
    const struck = source.shuffled(FAULTS.filter((fault) => armed.includes(fault) && source.chance(0.25)));
    const stopping = struck.filter((fault) => laneOf(fault) === 'process').slice(0, PROCESS_STRIKES);
    for (const fault of [...stopping, ...struck.filter((name) => laneOf(name) !== 'process')]) {
      strikes.push({
        at: Math.floor(((round + source.next()) * lengthMs) / rounds),
        fault,
        draw: String(source.next()),
      });
    }
  }
  return strikes.toSorted((a, b) => a.at - b.at);
}

function jobDeeds(source: Random, jobs: number, lengthMs: number): Deed[] {
  return Array.from({ length: jobs }, (_, job): Deed[] => {
    const person = source.below(PEOPLE_COUNT);
    const at = Math.floor(source.next() * lengthMs * 0.95);
    const submit = { at, person, job, deed: 'submit', size: sizeOf(source), doubled: source.chance(0.2) } as const;
    const later = (within: number) => Math.floor(Math.min(lengthMs, at + source.next() * within));
    const others: Deed[] = [];
    for (const [deed, probability, within] of FATES) {
      if (source.chance(probability)) others.push({ at: later(within), person, job, deed });
    }
    return [submit, ...others];
  }).flat();
}

const FATES = [
  ['cancel', 0.1, 1500],
  ['retry', 0.2, 15_000],
  ['download', 0.6, 6000],
  ['pry', 0.1, 10_000],
  ['delete', 0.15, 25_000],
] as const;

function sizeOf(source: Random): Size {
  const draw = source.next();
  if (draw < 0.6) return 'tiny';
  if (draw < 0.85) return 'small';
  return draw < 0.93 ? 'large' : 'broken';
}

const PLAN_EVERY_MS = 14_000;

function personDeeds(source: Random, lengthMs: number): Deed[] {
  const deeds: Deed[] = [];
  for (let person = 0; person < PEOPLE_COUNT; person++) {
    const changes = Math.max(2, Math.round(lengthMs / PLAN_EVERY_MS));
    for (let change = 0; change < changes; change++) {
      const role = source.chance(0.5) ? 'premium_user' : 'free_user';
      deeds.push({ at: Math.floor(source.next() * lengthMs), person, deed: 'plan', role });
    }
    deeds.push({ at: Math.floor(source.next() * lengthMs), person, deed: 'sign-in' });
  }
  const leaver = source.below(PEOPLE_COUNT);
  return [...deeds, { at: Math.floor(lengthMs * (0.6 + source.next() * 0.3)), person: leaver, deed: 'close-account' }];
}
