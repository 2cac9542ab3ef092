// test/support/fakes/inventories.ts — inventories of an archive in memory: each tells what there was when it was asked for.
import { randomUUID } from 'node:crypto';
import type { RetrievalState } from '../../../domain/archive.ts';
import type { ListedArchive } from '../../../domain/archive-store.ts';

const HALF_A_DAY = 43_200_000;
/** Small, so that tests meet a second page. */
const ARCHIVES_PER_PAGE = 10;

interface FakeInventory {
  state: RetrievalState;
  startedAt: number;
  archives: ListedArchive[];
}

export function fakeInventories(now: () => number, list: () => ListedArchive[]) {
  const inventories = new Map<string, FakeInventory>();
  let firstState: RetrievalState = 'succeeded';

  return {
    /** One of the last half day that has not failed is adopted, old as it may be. */
    start(): string {
      for (const [id, { state, startedAt }] of inventories)
        if ((state === 'inProgress' || state === 'succeeded') && now() - startedAt < HALF_A_DAY) return id;
      const retrievalId = randomUUID();
      inventories.set(retrievalId, { state: firstState, startedAt: now(), archives: list() });
      return retrievalId;
    },

    page({ retrievalId, cursor = '0' }: { retrievalId: string; cursor?: string }) {
      const inventory = inventories.get(retrievalId);
      if (inventory?.state !== 'succeeded') throw new Error('There is no inventory to read.');
      const next = Number(cursor) + ARCHIVES_PER_PAGE;
      const archives = inventory.archives.slice(Number(cursor), next);
      return { archives, ...(next < inventory.archives.length ? { cursor: String(next) } : {}) };
    },

    stateOf: (retrievalId: string): RetrievalState | undefined => inventories.get(retrievalId)?.state,
    startAs(state: RetrievalState): void {
      firstState = state;
    },
    settle(state: RetrievalState): void {
      for (const inventory of inventories.values()) if (inventory.state === 'inProgress') inventory.state = state;
    },
  };
}
