// workflows/settle.ts — the loop around every mover of a result: look, move, look again, until nothing is left to do.
import {
  CancellationScope,
  TemporalFailure,
  allHandlersFinished,
  condition,
  makeContinueAsNewFunc,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Look } from '../activities/look.ts';
import type { ResultRef } from './messages.ts';
import { archiveThawed, deleteJob, deletionAsked, planChanged } from './messages.ts';
import { look, markDeleted, removeResult } from './proxies.ts';
import { report } from './search-attributes.ts';

type MoverName = 'archiveResult' | 'restoreResult';

/** What has been signalled since it was last cleared. Signals only wake; what they mean is looked up. */
export interface Wake {
  changed: boolean;
  thawed: boolean;
  /** A deletion was asked for, and has not been carried out. */
  deleting: boolean;
}

export interface Mover {
  name: MoverName;
  /** Answers the look with which its last step ended, where that look began after `wake.changed` was cleared. */
  move: (result: ResultRef, seen: Look, wake: Wake) => Promise<Look | undefined>;
}

/** Waits for the annotation of a deleted job to end grow from one second to one minute. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * Looks and moves until the result is where it belongs. There is no await between "no signal since this look began" and
 * the end: a signal handled while the last look was under way would be lost otherwise.
 */
export async function settle(mover: Mover, result: ResultRef): Promise<void> {
  await underResult(result, (wake) => untilSettled(mover, result, wake));
}

/** Hears, while `work` goes on, what every workflow under a result's id must hear. */
export async function underResult(result: ResultRef, work: (wake: Wake) => Promise<void>): Promise<void> {
  const wake = listen(result);
  try {
    await work(wake);
  } catch (error) {
    // Work that fails or is cancelled takes no deletion with it: its owner was told that it is being done.
    if (error instanceof TemporalFailure) await uninterrupted(() => finishDeletion(result, wake));
    throw error;
  }
}

async function untilSettled({ name, move }: Mover, result: ResultRef, wake: Wake): Promise<void> {
  let seen: Look | undefined;
  for (;;) {
    if (!seen || wake.changed || !allHandlersFinished()) {
      await condition(allHandlersFinished);
      wake.changed = false;
      seen = await look(result.jobId);
      continue;
    }
    if (seen.need.kind === 'nothing') return report('settled', 'The result is where it belongs.', { plan: seen.role });
    if (seen.need.kind === 'remove') {
      await uninterrupted(() => remove(result, wake));
      seen = undefined;
      continue;
    }
    const mover = moverFor(seen.need.kind);
    if (mover !== name || workflowInfo().continueAsNewSuggested) return continueAs(mover, result);
    seen = await move(result, seen, wake);
  }
}

/** Waits out the grace, or until something changes. */
export async function waitOutGrace(seen: Look, waitMs: number, wake: Wake): Promise<void> {
  report('grace', 'In its grace period: waits for the timer, or for a change of plan.', { plan: seen.role });
  await condition(() => wake.changed, waitMs, { summary: 'grace period of a free result' });
}

/** Between a claim and its end a cancellation waits: it takes effect while bytes move, or while time passes. */
export function uninterrupted<T>(steps: () => Promise<T>): Promise<T> {
  return CancellationScope.nonCancellable(steps);
}

/** Deleting is marked at once, whatever else is under way. */
function listen(result: ResultRef): Wake {
  const wake: Wake = { changed: false, thawed: false, deleting: false };
  setHandler(planChanged, () => void (wake.changed = true));
  setHandler(archiveThawed, () => void (wake.thawed = true));
  const mark = async () => {
    wake.deleting = true;
    await uninterrupted(() => markDeleted(result));
    wake.changed = true;
  };
  setHandler(deleteJob, mark);
  setHandler(deletionAsked, mark);
  return wake;
}

export function continueAs(mover: MoverName, result: ResultRef): Promise<never> {
  const next = makeContinueAsNewFunc<(result: ResultRef) => Promise<void>>({ workflowType: mover });
  return next(result);
}

/** Begins with the end of the annotation, which may still be writing. */
async function remove(result: ResultRef, wake: Wake): Promise<void> {
  report('removing', 'Deleted by its owner: removes files, archive and row.');
  for (let pauseMs = 1000; (await removeResult(result)) === 'annotating'; pauseMs *= 2)
    await sleep(Math.min(pauseMs, LONGEST_PAUSE_MS), { summary: 'until the annotation has stopped' });
  wake.deleting = false;
}

async function finishDeletion(result: ResultRef, wake: Wake): Promise<void> {
  await condition(allHandlersFinished);
  if (wake.deleting) await remove(result, wake);
}

function moverFor(need: 'wait' | 'archive' | 'restore'): MoverName {
  return need === 'restore' ? 'restoreResult' : 'archiveResult';
}
