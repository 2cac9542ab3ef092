// activities/move-archives.ts — finds results that rest in another kind of archive, and has them moved.
import { ApplicationFailure } from '@temporalio/activity';
import type { ArchiveStoreName } from '../domain/archive.ts';
import { FAILURES } from '../domain/failures.ts';
import type { Ports } from './ports.ts';

export interface MovedPage {
  /** Moves that were started. */
  begun: number;
  /** Results in another archive, those that were under way already included. */
  elsewhere: number;
  cursor?: string;
}

/** Rows in a page: small, since what it finds is begun at once. */
const ROWS = 20;

export const createMoveArchivesActivities = ({ jobs, archives, movers }: Ports) => ({
  /** One page of rows. What is moved is archived again where results go to now: that must be `to`. */
  async moveFrom({ to, cursor }: { to: ArchiveStoreName; cursor?: string }): Promise<MovedPage> {
    if (archives.current !== to) {
      throw ApplicationFailure.nonRetryable(
        `Results go to ${archives.current} now. Set GAS_ARCHIVE=${to} for the worker, then move what is archived already.`,
        FAILURES.archiveNotCurrent,
      );
    }
    const page = await jobs.all({ limit: ROWS, ...(cursor ? { cursor } : {}) });
    const elsewhere = page.jobs.filter(
      ({ archive, deletedAt }) => archive !== undefined && archive.store !== to && deletedAt === undefined,
    );
    const begun = await movers.move(elsewhere.map(({ jobId, userId }) => ({ jobId, userId })));
    return { begun, elsewhere: elsewhere.length, ...(page.cursor ? { cursor: page.cursor } : {}) };
  },
});
