// bridge/hand-over.ts — gives work to Temporal and keeps it in hand until it is accepted, whatever becomes of Temporal.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Starters } from '../temporal/starters.ts';
import { TemporalAway } from '../temporal/errors.ts';
import type { Gate } from './gate.ts';
import type { Work } from './reading.ts';

export type WorkStarters = Pick<
  Starters,
  'annotationCompleted' | 'changePlan' | 'archiveThawed' | 'requestJob' | 'healthy'
>;

/** A start that takes longer counts as Temporal being away; both copies of a start that comes through late are one. */
const HAND_OVER_MS = 10_000;

/** After so many failures among successes of others it is the message that fails, not Temporal. */
const STRIKES = 3;

/**
 * Resolves with a word for the log once Temporal has accepted all of the work. While Temporal is away it waits, so that
 * an outage of any length costs a message one receive, not its life. Throws BridgeStopped, or what the starter threw.
 */
export async function handOver(work: readonly Work[], starters: WorkStarters, gate: Gate): Promise<string> {
  let strikes = 0;
  for (let accepted = Infinity; ; accepted = gate.accepted()) {
    await gate.passage();
    if (gate.accepted() > accepted) strikes += 1;
    try {
      const outcomes = await Promise.all(work.map((one) => inTime(start(one, starters))));
      gate.reportAccepted();
      return outcomes.join(', ');
    } catch (error) {
      if (!(await gate.closeFor(error)) || strikes >= STRIKES) throw error;
    }
  }
}

async function start(work: Work, starters: WorkStarters): Promise<string> {
  if (work.kind === 'annotationCompleted') {
    await starters.annotationCompleted({ jobId: work.jobId, userId: work.userId });
    return 'mover woken';
  }
  if (work.kind === 'planChanged') {
    await starters.changePlan(work.change);
    return 'plan change handed over';
  }
  if (work.kind === 'jobRequested') {
    await starters.requestJob(work.request);
    return 'job requested';
  }
  return (await starters.archiveThawed(work.jobId)) ? 'mover told' : 'nobody waits for it';
}

async function inTime<T>(started: Promise<T>): Promise<T> {
  const done = new AbortController();
  const tooLate = sleep(HAND_OVER_MS, undefined, { signal: done.signal }).then(() => {
    throw new TemporalAway(`Temporal has not answered within ${HAND_OVER_MS} ms.`);
  });
  try {
    return await Promise.race([started, tooLate]);
  } finally {
    tooLate.catch(() => undefined); // aborted: nobody is late any more
    done.abort();
  }
}
