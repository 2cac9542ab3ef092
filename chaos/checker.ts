// chaos/checker.ts — says of a run whether each invariant held. It knows the event log and what the stores hold in the
// end, and nothing of the service: no rule, type or name of it is imported.
import { checkBytes } from './checker-bytes.ts';
import { checkFlow } from './checker-flow.ts';
import { checkJobs } from './checker-jobs.ts';
import { replay } from './checker-replay.ts';
import { only, type Event } from './events.ts';
import { wordsOf, type FaultName } from './faults.ts';
import type { Stores } from './stores.ts';
import type { Verdict } from './verdict.ts';

interface FaultCount {
  fault: FaultName;
  words: string;
  times: number;
}

export interface Report {
  /** In the order of the invariants, liveness last. */
  verdicts: Verdict[];
  /** Every fault that was armed. */
  faults: FaultCount[];
  /** Everything held, and every armed fault fired. */
  holds: boolean;
}

export function check(events: readonly Event[], stores: Stores): Report {
  const world = replay(events);
  const found = [checkBytes, checkJobs, checkFlow].flatMap((look) => look(events, stores, world));
  const verdicts = found.toSorted((a, b) => orderOf(a) - orderOf(b));
  const faults = faultsOf(events);
  const holds = verdicts.every(({ problems }) => problems.length === 0) && faults.every(({ times }) => times > 0);
  return { verdicts, faults, holds };
}

const orderOf = ({ id }: Verdict) => (id === 'live' ? Number.POSITIVE_INFINITY : Number(id));

function faultsOf(events: readonly Event[]): FaultCount[] {
  const armed = only(events, 'run')[0]?.armed ?? [];
  const fired = only(events, 'fault');
  return armed.map((fault) => ({
    fault,
    words: wordsOf(fault),
    times: fired.filter((one) => one.fault === fault).reduce((sum, { times }) => sum + times, 0),
  }));
}
