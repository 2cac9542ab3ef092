// bridge/gate.ts — whether Temporal is there. One gate for all queues: closed, nothing is received or handed over.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Starters } from '../temporal/starters.ts';
import { TemporalAway } from '../temporal/errors.ts';

/** Thrown to everybody who waits at the gate when the bridge stops. */
export class BridgeStopped extends Error {
  override name = 'BridgeStopped';
}

export interface Pauses {
  /** Milliseconds before the first new look at Temporal; doubled for each further one, up to `longestMs`. */
  firstMs: number;
  longestMs: number;
}

export interface Gate {
  isOpen(): boolean;
  /** How many hand-overs Temporal has accepted. */
  accepted(): number;
  /** Resolves while the gate is open; throws BridgeStopped where it is closed when the bridge stops. */
  passage(): Promise<void>;
  reportAccepted(): void;
  /** Closes the gate where this failure means that Temporal is away, and says whether it does. */
  closeFor(failure: unknown): Promise<boolean>;
  stop(): void;
}

/** An answer of `healthy` that takes longer is a no. */
const HEALTH_MS = 5000;
/** How often an open gate looks, so that an outage is noticed before the next message is received. */
const WATCH_MS = 5000;

/** A gate that opens by itself as soon as Temporal answers: closed at first, and after every failure for a longer time. */
export function createGate(temporal: Pick<Starters, 'healthy'>, pauses: Pauses, log: Logger): Gate {
  const stopping = new AbortController();
  const { signal } = stopping;
  const answers = asking(temporal, signal);
  let accepted = 0;
  let closures = 0;
  let isOpen = false;
  let opening = open();

  async function open(): Promise<void> {
    for (let looks = closures; !isOpen; looks++) {
      if (looks > 0) await sleep(pauseMs(looks, pauses), undefined, { signal });
      isOpen = await answers();
      if (!isOpen && looks === 0) log.warn('Temporal is away: receiving waits for it');
    }
    log.info('Temporal answers: receiving');
  }

  function close(): void {
    if (!isOpen) return;
    isOpen = false;
    closures += 1; // health may be fine while starts fail: only an accepted hand-over shortens the pauses again
    log.warn({ pauses: closures }, 'Temporal is away: receiving pauses');
    opening = open();
    opening.catch(() => undefined); // the waiting ones hear of a stop; where nobody waits it is no error
  }

  opening.catch(() => undefined);
  watch(answers, { close, signal }).catch(() => undefined); // ends by the stop
  return {
    isOpen: () => isOpen,
    accepted: () => accepted,
    async passage() {
      if (isOpen) return undefined;
      await opening.catch((cause) => Promise.reject(new BridgeStopped('the bridge stops', { cause })));
      return this.passage(); // it may have closed again before its turn came
    },
    reportAccepted() {
      accepted += 1;
      closures = 0;
    },
    async closeFor(failure) {
      if (!(failure instanceof TemporalAway) && (await answers())) return false;
      if (signal.aborted) return false; // whoever failed now lets go: nobody waits for Temporal any more
      close();
      return true;
    },
    stop: () => stopping.abort(),
  };
}

async function watch(answers: () => Promise<boolean>, { close, signal }: { close: () => void; signal: AbortSignal }) {
  while (!signal.aborted) {
    await sleep(WATCH_MS, undefined, { signal });
    if (!(await answers()) && !signal.aborted) close();
  }
}

/** Asks whether Temporal answers in time; all who ask at once share one question. */
function asking(temporal: Pick<Starters, 'healthy'>, signal: AbortSignal): () => Promise<boolean> {
  let asked: Promise<boolean> | undefined;
  return () => {
    asked ??= Promise.race([temporal.healthy(), sleep(HEALTH_MS, false, { signal, ref: false })])
      .catch(() => false)
      .finally(() => (asked = undefined));
    return asked;
  };
}

function pauseMs(looks: number, { firstMs, longestMs }: Pauses): number {
  return jittered(Math.min(longestMs, firstMs * 2 ** (looks - 1)));
}

/** Half to all of it, so that several bridges don't knock together. */
function jittered(ms: number): number {
  return ms * (0.5 + Math.random() / 2);
}
