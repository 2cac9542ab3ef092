// workflows/rebuild.ts — after the table was lost: rows are made again from the archives' inventories, then from the buckets.
import { continueAsNew, sleep, workflowInfo } from '@temporalio/workflow';
import type { RebuiltPage } from '../activities/rebuild.ts';
import type { ArchiveStoreName } from '../domain/archive.ts';
import { ARCHIVE_STORES } from '../domain/archive.ts';
import type { RebuildReport } from '../domain/rebuilding.ts';
import { addRebuilds, emptyRebuild } from '../domain/rebuilding.ts';
import { describeInventory, rebuildFromArchives, rebuildFromObjects, startInventory } from './proxies.ts';
import { report } from './search-attributes.ts';

export interface Rebuild {
  dryRun: boolean;
  /** Where earlier runs have come to. */
  far?: RebuildReport;
  turn?: number;
  cursor?: string;
  /** The inventory that is read in this turn. */
  retrievalId?: string;
}

const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 30 * 60_000;

/** Archives first: what is archived and hot at once is found by its files then. */
const TURNS = [...ARCHIVE_STORES, 'results', 'inputs'] as const;

export async function rebuild({ dryRun, ...from }: Rebuild): Promise<RebuildReport> {
  let far = from.far ?? emptyRebuild(dryRun);
  let at: Position = { turn: from.turn ?? 0, ...positionOf(from) };
  while (at.turn < TURNS.length) {
    const ready = await prepared(at);
    const { report: made, cursor } = await read(TURNS[at.turn]!, { dryRun, ...positionOf(ready) });
    far = addRebuilds(far, made);
    at = cursor === undefined ? { turn: at.turn + 1 } : { ...ready, cursor };
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof rebuild>({ dryRun, far, ...at });
  }
  report('settled', 'The result of this workflow says what was made again, and what could not be.');
  return far;
}

type Position = { turn: number } & Pick<Rebuild, 'cursor' | 'retrievalId'>;

function positionOf({ cursor, retrievalId }: Pick<Rebuild, 'cursor' | 'retrievalId'>) {
  return { ...(cursor ? { cursor } : {}), ...(retrievalId ? { retrievalId } : {}) };
}

/** Before the first page of a source: its inventory, where it has one. */
async function prepared(at: Position): Promise<Position> {
  const place = TURNS[at.turn]!;
  if (at.cursor === undefined) {
    report('rebuilding', `Makes rows again: source ${at.turn + 1} of ${TURNS.length}, ${place}.`);
  }
  if (place === 'results' || place === 'inputs' || at.retrievalId) return at;
  const retrievalId = await readyInventory(place);
  return retrievalId === undefined ? at : { ...at, retrievalId };
}

async function read(
  place: (typeof TURNS)[number],
  { retrievalId, ...page }: { dryRun: boolean; cursor?: string; retrievalId?: string },
): Promise<RebuiltPage> {
  if (place === 'results' || place === 'inputs') return rebuildFromObjects({ ...page, bucket: place });
  if (retrievalId === undefined) return { report: emptyRebuild(page.dryRun) };
  return rebuildFromArchives({ ...page, store: place, retrievalId });
}

/** Asked for again where it fails or expires; nothing where this deployment has no such archive. */
async function readyInventory(store: ArchiveStoreName): Promise<string | undefined> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const retrievalId = await startInventory(store);
    if (retrievalId === undefined) return undefined;
    if ((await describeInventory({ store, retrievalId })) === 'succeeded') return retrievalId;
    report('rebuilding', 'Waits for the inventory of the archives, which takes hours.');
    await sleep(pauseMs, { summary: `inventory of ${store}` });
  }
}
