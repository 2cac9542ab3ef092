// local/until.ts — waits for a condition by asking, for programs that watch a service from outside.
import { setTimeout as pause } from 'node:timers/promises';

const ASK_AGAIN_MS = 200;

/** Resolves when `holds` does; throws the signal's reason when aborted, and an Error after `limitMs`. */
export async function until(holds: () => Promise<boolean>, signal: AbortSignal, limitMs = 120_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await holds())) {
    signal.throwIfAborted();
    if (Date.now() > deadline) throw new Error(`Waited ${limitMs / 1000} s in vain.`);
    await pause(ASK_AGAIN_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
