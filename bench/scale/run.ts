// bench/scale/run.ts — moves results, a fixed number at any time, and tells the rate of the first and of the last of them.
import pMap from 'p-map';

/** On their way at once: enough to keep the worker busy, few enough that the first window is no queue being filled. */
const AT_ONCE = 30;

interface Span {
  from: number;
  to: number;
  perSecond: number;
}

export interface Measured {
  moved: number;
  /** Those from the first window to the last. */
  counted: number;
  window: number;
  first: Span;
  last: Span;
  perSecond: number;
}

/**
 * By the order in which they end. Before the first window as many end uncounted as are on their way at once, so that
 * everything has been used once, and as many after the last, during which ever fewer are.
 */
export async function measuredRun<Job>(
  jobs: readonly Job[],
  { window, move }: { window: number; move: (job: Job) => Promise<unknown> },
): Promise<Measured> {
  const ends: number[] = [];
  const timed = async (job: Job) => {
    await move(job);
    ends.push(performance.now());
  };
  await pMap(jobs, timed, { concurrency: AT_ONCE });
  ends.sort((a, b) => a - b);
  const margin = Math.min(AT_ONCE, Math.floor((ends.length - 2 * window) / 2));
  const span = (start: number, count: number): Span => {
    const [from, to] = [ends[Math.max(0, start - 1)]!, ends[start + count - 1]!];
    return { from, to, perSecond: (count * 1000) / (to - from) };
  };
  const counted = ends.length - 2 * margin;
  return {
    moved: ends.length,
    counted,
    window,
    first: span(margin, window),
    last: span(margin + counted - window, window),
    perSecond: span(margin, counted).perSecond,
  };
}
