// local/glacier/loop.ts — work that comes due: one run at a time, again when its time comes or when woken.

export interface Loop {
  wake(): void;
  /** Ends after the run under way. */
  close(): Promise<void>;
}

const longestMs = 60 * 60_000; // setTimeout takes 24 days at most; the clock may also be set in between
const afterErrorMs = 1000;

/** Runs `work` now and whenever due; it answers the instant of the next run, if there is one. */
export function startLoop(work: () => Promise<number | undefined>, onError: (error: unknown) => void): Loop {
  let closed = false;
  let woken = true;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let busy = false;

  const once = async (): Promise<void> => {
    busy = true;
    let nextAt: number | undefined;
    while (woken) {
      woken = false;
      nextAt = await work().catch((error: unknown) => {
        onError(error);
        return Date.now() + afterErrorMs;
      });
    }
    busy = false;
    if (!closed && nextAt !== undefined)
      timer = setTimeout(wake, Math.min(longestMs, Math.max(1, nextAt - Date.now())));
  };
  const wake = (): void => {
    if (closed) return;
    woken = true;
    if (busy) return;
    clearTimeout(timer);
    running = once();
  };

  wake();
  return {
    wake,
    async close() {
      closed = true;
      woken = false;
      clearTimeout(timer);
      await running;
    },
  };
}
