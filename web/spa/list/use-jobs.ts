// web/spa/list/use-jobs.ts — the jobs of a list: pages of the server, and what the stream has told since.
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { JobPage, JobView } from '../../contract.ts';
import { get } from '../api.ts';
import type { Live } from '../live.ts';
import { useAsk } from '../parts/ask.ts';
import { belongs, type ListQuery, ORDERS, toAddress } from './query.ts';

const PAGE = 50;
/** Jobs that fill a window, and pages that are asked for on the way to them. */
const ENOUGH = 20;
const PAGES_AT_ONCE = 30;

export interface Jobs {
  jobs: readonly JobView[];
  loading: boolean;
  error: unknown;
  /** Fetches the next page, where there is one. */
  more?: (() => void) | undefined;
}

interface Later {
  first: JobPage;
  pages: readonly JobPage[];
  error?: unknown;
}

export function useJobs(query: ListQuery, live: Live): Jobs {
  const path = `/api/jobs?${[`limit=${PAGE}`, toAddress(query)].filter(Boolean).join('&')}`;
  const { answer: first, error, ask } = useAsk<JobPage>(path);
  const [later, setLater] = useState<Later>();

  // What was missed while the stream was broken is in the server's first page.
  const { connected } = live;
  useEffect(() => {
    if (connected) ask();
  }, [connected, ask]);

  const pages = useMemo(() => (first ? [first, ...(later?.first === first ? later.pages : [])] : []), [first, later]);
  const cursor = pages.at(-1)?.cursor;
  const more = useCallback(() => {
    if (!first || !cursor) return;
    get<JobPage>(`${path}&cursor=${encodeURIComponent(cursor)}`).then(
      (page) => setLater((now) => ({ first, pages: [...(now?.first === first ? now.pages : []), page] })),
      (reason: unknown) => setLater((now) => ({ first, pages: now?.first === first ? now.pages : [], error: reason })),
    );
  }, [path, first, cursor]);

  const goesOn = !later?.error && isSparse(pages);
  useEffect(() => {
    if (goesOn) more();
  }, [goesOn, more]);

  // The stream may tell of more than a page before the first page is there: until then the list reaches nowhere.
  const jobs = useMemo(() => (first ? merge(pages, { live, query }) : []), [first, pages, live, query]);
  return { jobs, loading: (!first && !error) || goesOn, error: error ?? later?.error, more: cursor ? more : undefined };
}

/** A page may be short, even empty, and not be the last: what fits is looked for until there is something to look at. */
function isSparse(pages: readonly JobPage[]): boolean {
  const found = pages.reduce((sum, page) => sum + page.jobs.length, 0);
  return pages.at(-1)?.cursor !== undefined && found < ENOUGH && pages.length < PAGES_AT_ONCE;
}

/** Each job in its newest version; what is not listed yet comes in where the list is known to reach. */
function merge(pages: readonly JobPage[], { live, query }: { live: Live; query: ListQuery }): JobView[] {
  const listed = pages.flatMap((page) => page.jobs);
  const all = new Map(listed.map((job) => [job.job_id, job]));
  const order = ORDERS[query.sort];
  const last = pages.at(-1)?.cursor ? listed.at(-1) : undefined;
  for (const job of live.jobs.values()) {
    const known = all.get(job.job_id);
    const reached = known !== undefined || last === undefined || order(job, last) < 0;
    if (reached && (known?.version ?? -1) <= job.version) all.set(job.job_id, job);
  }
  return [...all.values()].filter((job) => !live.gone.has(job.job_id) && belongs(job, query)).toSorted(order);
}
