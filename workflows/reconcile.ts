// workflows/reconcile.ts — compares table, buckets and archives, and wakes a sweep of each result where they differ.
import { continueAsNew, sleep, workflowInfo } from '@temporalio/workflow';
import type { ReconciledPage } from '../activities/reconcile.ts';
import type { ArchiveStoreName } from '../domain/archive.ts';
import { ARCHIVE_STORES } from '../domain/archive.ts';
import type { ReconcileReport } from '../domain/reconciliation.ts';
import { addReports, emptyReport } from '../domain/reconciliation.ts';
import {
  describeInventory,
  reconcileArchives,
  reconcileObjects,
  reconcileRows,
  reconcileUploads,
  reconcileWrites,
  startInventory,
} from './proxies.ts';
import { report } from './search-attributes.ts';

export interface Reconciliation {
  dryRun: boolean;
  /** Where earlier runs of a long comparison have come to: what they found, the list, and the page in it. */
  far?: ReconcileReport;
  turn?: number;
  cursor?: string;
}

type Turn = (page: { dryRun: boolean; cursor?: string }) => Promise<ReconciledPage>;

/** One page after the other of each list; then the inventories, which take hours. */
const TURNS: readonly Turn[] = [
  (page) => reconcileRows(page),
  (page) => reconcileObjects({ ...page, bucket: 'results' }),
  (page) => reconcileObjects({ ...page, bucket: 'inputs' }),
  ...ARCHIVE_STORES.map(
    (store): Turn =>
      (page) =>
        reconcileUploads({ ...page, store }),
  ),
  (page) => reconcileWrites(page),
];

const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 30 * 60_000;

export async function reconcile({ dryRun, ...from }: Reconciliation): Promise<ReconcileReport> {
  let { far = emptyReport(dryRun), turn = 0, cursor } = from;
  while (turn < TURNS.length) {
    const page = { dryRun, ...(cursor ? { cursor } : {}) };
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof reconcile>({ ...page, far, turn });
    if (!cursor) report('reconciling', `Compares table, buckets and archives: list ${turn + 1} of ${TURNS.length}.`);
    const compared = await TURNS[turn]!(page);
    far = addReports(far, compared.report);
    ({ cursor } = compared);
    if (cursor === undefined) turn += 1;
  }
  const archives = await Promise.all(ARCHIVE_STORES.map((store) => compareArchives(store, dryRun)));
  report('settled', 'Compared; the result of this workflow says what was found.');
  return archives.reduce(addReports, far);
}

/** Waits for the inventory, which a vault takes hours to make; one that fails or expires is asked for again next time. */
async function compareArchives(store: ArchiveStoreName, dryRun: boolean): Promise<ReconcileReport> {
  const retrievalId = await startInventory(store);
  if (retrievalId === undefined) return emptyReport(dryRun);
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const state = await describeInventory({ store, retrievalId });
    if (state === 'succeeded') return reconcileArchives({ store, retrievalId, dryRun });
    if (state !== 'inProgress') return emptyReport(dryRun);
    report('reconciling', 'Waits for the inventory of the archives.');
    await sleep(pauseMs, { summary: `inventory of ${store}` });
  }
}
