// activities/retrieval.ts — asks the archive for its bytes, and how far it is with them.
import type { RetrievalStart, RetrievalState, RetrievalTier } from '../domain/archive.ts';
import { resultWorkflowId } from '../domain/archive.ts';
import type { RestoreClaim } from './claim-restore.ts';
import type { Ports } from './ports.ts';
import { saveRowOrRetry } from './rows.ts';

/** A started retrieval with the longest wait for its notification. */
export type StartedRetrieval = Extract<RetrievalStart, { kind: 'started' }> & { waitMs: number };
export type RetrievalAnswer = StartedRetrieval | Exclude<RetrievalStart, { kind: 'started' }>;

export const createRetrievalActivities = ({ jobs, archive, events, rules, now }: Ports) => ({
  /** Adopts a retrieval whose reply was lost; else starts one in this tier. Tier and expected time go into the row. */
  async startRetrieval({
    claim,
    tier,
    reason,
  }: {
    claim: RestoreClaim;
    tier: RetrievalTier;
    reason?: string;
  }): Promise<RetrievalAnswer> {
    const request = { archiveId: claim.archive.id, description: resultWorkflowId(claim.jobId) };
    const adopted = await archive.findRetrieval(request);
    const start = adopted ? ({ kind: 'started', ...adopted } as const) : await archive.retrieve({ ...request, tier });
    if (start.kind === 'refused') return start;

    const startedAt = now();
    const { expectedMs, waitMs } = rules.tiers[start.tier];
    const expectedAt = startedAt + expectedMs;
    const row = await jobs.get(claim.jobId);
    // Recorded once for each retrieval, also where the reply of that write was lost.
    if (
      row?.claimToken === claim.token &&
      row.archiveStatus === 'RESTORING' &&
      row.restore?.retrievalId !== start.retrievalId
    ) {
      const { tier: taken, retrievalId } = start;
      const restore = { tier: taken, retrievalId, ...(reason ? { reason } : {}), startedAt, expectedAt };
      await saveRowOrRetry(jobs, row, { event: 'retrieving', detail: taken, at: startedAt, set: { restore } });
    }
    const { jobId, userId } = claim;
    await events.publish({ kind: 'restore-started', jobId, userId, tier: start.tier, expectedAt });
    return { ...start, waitMs };
  },

  describeRetrieval(retrievalId: string): Promise<RetrievalState> {
    return archive.describe(retrievalId);
  },

  deleteArchive({ archive: { id } }: RestoreClaim): Promise<void> {
    return archive.remove(id);
  },
});
