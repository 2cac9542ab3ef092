// workflows/settle.ts — the loop around both movers of a result: look, move, look again, until nothing is left to do.
import { CancellationScope, condition, makeContinueAsNewFunc, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Look } from '../activities/look.ts';
import type { ResultRef } from './messages.ts';
import { archiveThawed, planChanged } from './messages.ts';
import { look } from './proxies.ts';
import { report, reportPlan } from './search-attributes.ts';

type MoverName = 'archiveResult' | 'restoreResult';

/** What has been signalled since it was last cleared. Signals only wake; what they mean is looked up. */
export interface Wake {
  changed: boolean;
  thawed: boolean;
}

export interface Mover {
  name: MoverName;
  move: (result: ResultRef, seen: Look, wake: Wake) => Promise<void>;
}

/**
 * Looks and moves until the result is where it belongs. There is no await between "no signal since this look began" and
 * the end: a signal handled while the last look was under way would be lost otherwise.
 */
export async function settle({ name, move }: Mover, result: ResultRef): Promise<void> {
  const wake = listen();
  let role: string | undefined;
  for (;;) {
    wake.changed = false;
    const seen = await look(result.jobId);
    if (seen.role !== role) reportPlan((role = seen.role));
    const mover = moverFor(seen);
    if (mover === undefined) {
      if (wake.changed) continue;
      return report('settled', 'The result is where it belongs.');
    }
    if (mover !== name || workflowInfo().continueAsNewSuggested) return continueAs(mover, result);
    await move(result, seen, wake);
  }
}

/** Waits out the grace, or until something changes. */
export async function waitOutGrace(waitMs: number, wake: Wake): Promise<void> {
  report('grace', 'In its grace period: waits for the timer, or for a change of plan.');
  await condition(() => wake.changed, waitMs, { summary: 'grace period of a free result' });
}

/** Between a claim and its end a cancellation waits: it takes effect while bytes move, or while time passes. */
export function uninterrupted<T>(steps: () => Promise<T>): Promise<T> {
  return CancellationScope.nonCancellable(steps);
}

function listen(): Wake {
  const wake: Wake = { changed: false, thawed: false };
  setHandler(planChanged, () => void (wake.changed = true));
  setHandler(archiveThawed, () => void (wake.thawed = true));
  return wake;
}

function moverFor({ need }: Look): MoverName | undefined {
  switch (need.kind) {
    case 'nothing':
      return undefined;
    case 'restore':
      return 'restoreResult';
    case 'wait':
    case 'archive':
      return 'archiveResult';
  }
}

function continueAs(mover: MoverName, result: ResultRef): Promise<never> {
  const next = makeContinueAsNewFunc<(result: ResultRef) => Promise<void>>({ workflowType: mover });
  return next(result);
}
