// web/spa/page-files.ts — the files of the pages: each is fetched when its page is first opened, or before.
import type { ComponentType } from 'react';

export interface PageFile<Props> {
  fetch(): Promise<ComponentType<Props>>;
  /** Once it has been fetched. */
  page(): ComponentType<Props> | undefined;
}

const annotation = pageFile(async () => (await import('./pages/annotation.tsx')).Annotation);
const annotations = pageFile(async () => (await import('./pages/annotations.tsx')).Annotations);
const fresh = pageFile(async () => (await import('./pages/new-annotation.tsx')).NewAnnotation);
const plan = pageFile(async () => (await import('./pages/plan.tsx')).PlanPage);
const profile = pageFile(async () => (await import('./pages/profile.tsx')).Profile);
const result = pageFile(async () => (await import('./result/result-page.tsx')).ResultPage);

export const PAGE_FILES = { annotation, annotations, fresh, plan, profile, result };

const BY_PATH: Record<string, { fetch(): Promise<unknown> }> = {
  '/annotations': annotations,
  '/new': fresh,
  '/plan': plan,
  '/profile': profile,
};

/** The job that an address is of, and whether it is that of its result. */
export function jobAt(path: string): { jobId: string; isResult: boolean } | undefined {
  const [, jobId, isResult] = /^\/annotations\/([^/]+)(\/result)?$/.exec(path) ?? [];
  return jobId === undefined ? undefined : { jobId, isResult: isResult !== undefined };
}

/** Fetches the file of the page at an address, where there is one. */
export function fetchPageAt(path: string): void {
  const job = jobAt(path);
  const file = job ? (job.isResult ? result : annotation) : BY_PATH[path];
  file?.fetch().catch(() => undefined); // asked for again when the page is drawn
}

/** Fetches all that are not here yet, so that no page has to be waited for. */
export function fetchAllPages(): void {
  for (const file of Object.values(PAGE_FILES)) file.fetch().catch(() => undefined);
}

function pageFile<Props>(load: () => Promise<ComponentType<Props>>): PageFile<Props> {
  let asked: Promise<ComponentType<Props>> | undefined;
  let there: ComponentType<Props> | undefined;
  return {
    page: () => there,
    fetch() {
      asked ??= load().then((page) => (there = page));
      asked.catch(() => (asked = undefined)); // the next one may have more luck
      return asked;
    },
  };
}
