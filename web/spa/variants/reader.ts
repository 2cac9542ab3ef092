// web/spa/variants/reader.ts — the worker that reads one result, for the page.
import type { SummaryView } from '../../contract.ts';
import type { Ask, Told } from './messages.ts';

/** Rows at first, and more each time; no more than `kept` are on the page at once. */
export const ROWS = { first: 100, more: 100, kept: 1000 } as const;

export interface ResultReader {
  /** Opens the result, and looks for its first rows at once, as search number 0. */
  begin(): void;
  ask(what: Ask): void;
  /** What was told before anybody listened is told first. */
  listen(hear: (told: Told) => void): void;
  close(): void;
}

/** A reader that is ready to begin; where it is not known yet whether there is a result, its worker starts meanwhile. */
export function readerOf(jobId: string): ResultReader {
  const worker = new Worker(new URL('worker.ts', import.meta.url), { type: 'module' });
  const kept: Told[] = [];
  let hear = (told: Told): void => void kept.push(told);
  worker.addEventListener('message', ({ data }: MessageEvent<Told>) => hear(data));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is a worker of ours
  const ask = (what: Ask): void => worker.postMessage(what);
  return {
    ask,
    begin() {
      const home = `/api/jobs/${encodeURIComponent(jobId)}/result`;
      ask({ kind: 'open', dataUrl: `${home}/data`, indexUrl: `${home}/index` });
      ask({ kind: 'search', search: 0, filter: {}, rows: ROWS.first });
    },
    listen(wanted) {
      hear = wanted;
      for (const told of kept.splice(0)) wanted(told);
    },
    close: () => worker.terminate(),
  };
}

/** What the worker has to know from the summary; of a result without one there is nothing to know. */
export function knownFrom(summary: SummaryView | undefined): Extract<Ask, { kind: 'known' }> {
  return { kind: 'known', diseases: summary?.diseases.fields ?? [], records: summary?.records };
}
