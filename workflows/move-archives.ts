// workflows/move-archives.ts — moves every archived result to another kind of archive, a few in a minute, for as long as it takes.
import { continueAsNew, defineQuery, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import type { ArchiveStoreName } from '../domain/archive.ts';
import { moveFrom } from './proxies.ts';
import { report } from './search-attributes.ts';

export interface ArchiveMove {
  to: ArchiveStoreName;
  /** Results begun in a minute, at most. */
  perMinute: number;
  /** Where an earlier run came to. */
  cursor?: string;
  begun?: number;
  /** Results seen in this pass that are still elsewhere. */
  elsewhere?: number;
}

export interface MoveProgress {
  begun: number;
  elsewhere: number;
}

/** Results whose move was begun so far, and those that the current pass still found in another archive. */
export const moveProgress = defineQuery<MoveProgress>('moveProgress');

/** Retrievals by Bulk take up to half a day: what was begun is looked for again after an hour. */
const BETWEEN_PASSES = '1 hour';

/** Passes over all rows, until one finds nothing elsewhere. */
export async function moveArchives({ to, perMinute, ...from }: ArchiveMove): Promise<MoveProgress> {
  let { cursor, begun = 0, elsewhere = 0 } = from;
  setHandler(moveProgress, () => ({ begun, elsewhere }));
  for (;;) {
    report('moving-archives', `To ${to}, at most ${perMinute} a minute; ${begun} begun so far.`);
    const page = await moveFrom({ to, ...(cursor ? { cursor } : {}) });
    begun += page.begun;
    elsewhere += page.elsewhere;
    ({ cursor } = page);
    if (page.begun > 0) await sleep(Math.ceil((page.begun / perMinute) * 60_000), { summary: 'the pace' });
    if (cursor === undefined) {
      if (elsewhere === 0) break;
      elsewhere = 0;
      await sleep(BETWEEN_PASSES, { summary: 'for the retrievals that were begun' });
    }
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof moveArchives>({ to, perMinute, begun, elsewhere, ...(cursor ? { cursor } : {}) });
  }
  report('settled', `Every archived result is in ${to}.`);
  return { begun, elsewhere };
}
