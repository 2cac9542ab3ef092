// web/repeat.ts — a round of work again and again, one at a time, with a pause between.

/** A hurried round comes after this part of the pause: a thousand who open their pages at once are served by a few rounds. */
const HURRIED = 10;

export interface Repetition {
  /** Begins, or has the next round come soon where it runs already. */
  start(): void;
  stop(): void;
}

/** Repeats `round` every `everyMs`, counted from start to start; a round that throws is told to `onError`. */
export function repeat(
  round: () => Promise<void>,
  { everyMs, onError }: { everyMs: number; onError: (error: unknown) => void },
): Repetition {
  let wanted = false;
  let busy = false;
  let hurried = false;
  let startedAt = 0;
  let timer: NodeJS.Timeout | undefined;

  function schedule(afterMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), Math.max(0, afterMs)).unref();
  }

  async function run(): Promise<void> {
    startedAt = Date.now();
    busy = true;
    hurried = false;
    await round().catch(onError);
    busy = false;
    if (wanted) schedule(startedAt + (hurried ? everyMs / HURRIED : everyMs) - Date.now());
  }

  return {
    start() {
      wanted = true;
      hurried = true;
      if (!busy) schedule(startedAt + everyMs / HURRIED - Date.now());
    },
    stop() {
      wanted = false;
      clearTimeout(timer);
    },
  };
}
