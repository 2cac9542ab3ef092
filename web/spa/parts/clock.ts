// web/spa/parts/clock.ts — one clock for all times on the page: thousands of them cost one timer.
import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let now = Date.now();
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

/** While nothing ticks, the time is looked up, at most once a second: what is drawn twice in a row must be the same. */
function current(): number {
  if (timer === undefined && Date.now() - now > 1000) now = Date.now();
  return now;
}

/** What `say` makes of the time now; drawn again only when that changes. */
export function useClock<Said extends string | number>(say: (now: number) => Said): Said {
  return useSyncExternalStore(subscribe, () => say(current()));
}
