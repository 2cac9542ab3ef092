// web/repeat.ts — a round of work again and again, one at a time, with a pause between.

export interface Repetition {
  /** Begins, or has the next round come at once where it runs already. */
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
  let timer: NodeJS.Timeout | undefined;

  function schedule(afterMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), Math.max(0, afterMs)).unref();
  }

  async function run(): Promise<void> {
    const startedAt = Date.now();
    busy = true;
    hurried = false;
    await round().catch(onError);
    busy = false;
    if (wanted) schedule(hurried ? 0 : startedAt + everyMs - Date.now());
  }

  return {
    start() {
      wanted = true;
      hurried = true;
      if (!busy) schedule(0);
    },
    stop() {
      wanted = false;
      clearTimeout(timer);
    },
  };
}
