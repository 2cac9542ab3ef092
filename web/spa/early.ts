// web/spa/early.ts — what a page will need is asked for while the browser still reads the code that draws it.
import type { JobView, ProfileView, SummaryView } from '../contract.ts';
import { getEarly } from './api.ts';
import { fetchPageAt, jobAt } from './page-files.ts';
import { knownFrom, readerOf, type ResultReader } from './variants/reader.ts';

interface Beginning {
  jobId: string;
  home: string;
  reader: ResultReader;
}

let begun: Pick<Beginning, 'jobId' | 'reader'> | undefined;

/** Begins with the page at an address of ours: its file, who is signed in, its job, and the first rows of its result. */
export function beginAt(path: string): void {
  fetchPageAt(path);
  getEarly<ProfileView>('/api/profile').catch(() => undefined);
  const job = jobAt(path);
  if (!job) return;
  const home = `/api/jobs/${encodeURIComponent(job.jobId)}`;
  const known = getEarly<JobView>(home);
  if (!job.isResult) return;
  const reader = readerOf(job.jobId); // its worker starts while the job is on its way
  beginResult(known, { jobId: job.jobId, home, reader }).catch(() => begun ?? reader.close());
}

/** The reader of a job that was begun with, once. */
export function takeReader(jobId: string): ResultReader | undefined {
  const taken = begun?.jobId === jobId ? begun.reader : undefined;
  if (taken) begun = undefined;
  return taken;
}

/** Rejects where the page, which asks for the same, will say why. */
async function beginResult(known: Promise<JobView>, { jobId, home, reader }: Beginning): Promise<void> {
  const { place } = await known;
  if (place === 'none') return reader.close();
  const summary = getEarly<SummaryView>(`${home}/summary`);
  if (place !== 'hot' && place !== 'archiving') return reader.close();
  reader.begin();
  begun = { jobId, reader };
  return reader.ask(knownFrom(await summary));
}
