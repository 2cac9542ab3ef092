// activities/retrieval.ts — asks the archive for a result's bytes, within what operators allow retrievals to cost.
import type { RetrievalStart, RetrievalTier } from '../domain/archive.ts';
import { resultWorkflowId } from '../domain/workflow-ids.ts';
import type { Instant } from '../domain/job.ts';
import { dayOf, isCapped, retrievalMicrodollars } from '../domain/retrieval-cost.ts';
import type { RestoreClaim } from './claim-restore.ts';
import type { Ports } from './ports.ts';
import { saveRowOrRetry } from './rows.ts';
import { keyOf, tell } from './tell.ts';
import { translated } from './transfer.ts';

type Started = Extract<RetrievalStart, { kind: 'started' }>;

/** A started retrieval with how long to wait for its notification, at first: an adopted one may be ready already. */
export type StartedRetrieval = Started & { firstWaitMs: number; waitMs: number };
/** `postponed`: today's budget is used up; ask again after so long. */
export type RetrievalAnswer =
  | StartedRetrieval
  | Extract<RetrievalStart, { kind: 'refused' }>
  | { kind: 'postponed'; waitMs: number };

export interface RetrievalRequest {
  claim: RestoreClaim;
  tier: RetrievalTier;
  /** From 1; with the claim's token it names what is taken from the budget. */
  round: number;
  /** Why a faster tier was not taken. */
  reason?: string;
}

export const createRetrievalActivities = (ports: Ports) => ({
  /** Adopts a retrieval whose reply was lost; else starts one in this tier. Tier and expected time go into the row. */
  async startRetrieval(request: RetrievalRequest): Promise<RetrievalAnswer> {
    const { claim, tier } = request;
    // Recorded by an attempt that got no further: whatever became of it since, this round has had its retrieval.
    const recorded = await recordedIn(ports, request);
    if (recorded) return announced(ports, request, { ...recorded, isNew: false });
    const archive = ports.archives.of(claim.archive.store);
    const order = { archiveId: claim.archive.id, description: resultWorkflowId(claim.jobId) };
    const adopted = await archive.findRetrieval(order);
    if (!adopted) {
      const until = await beyondBudget(ports, request);
      if (until !== undefined) return postpone(ports, request, until);
    }
    const start = adopted
      ? ({ kind: 'started', ...adopted } as const)
      : await translated(archive.retrieve({ ...order, tier }));
    if (start.kind === 'refused') return start;
    return announced(ports, request, { ...start, isNew: !adopted });
  },
});

async function recordedIn({ jobs }: Ports, { claim, round }: RetrievalRequest): Promise<Started | undefined> {
  const row = await jobs.get(claim.jobId);
  const { restore } = row ?? {};
  if (row?.claimToken !== claim.token || restore?.round !== round || !restore.retrievalId) return undefined;
  return { kind: 'started', retrievalId: restore.retrievalId, tier: restore.tier };
}

/** One that is not new may be ready: it is asked at once. */
async function announced(
  ports: Ports,
  request: RetrievalRequest,
  { isNew, ...started }: Started & { isNew: boolean },
): Promise<StartedRetrieval> {
  await announce(ports, request, started);
  const { waitMs } = ports.rules.tiers[started.tier];
  return { ...started, firstWaitMs: isNew ? waitMs : 0, waitMs };
}

/** Records a retrieval once, also where the reply of that write was lost; tells other systems, at least once. */
async function announce(ports: Ports, { claim, round, reason }: RetrievalRequest, started: Started): Promise<void> {
  const { jobs, users, events, rules, now } = ports;
  const { jobId, userId, token } = claim;
  const { tier, retrievalId } = started;
  const startedAt = now();
  const expectedAt = startedAt + rules.tiers[tier].expectedMs;
  const row = await jobs.get(jobId);
  if (
    row?.claimToken === token &&
    row.archiveStatus === 'RESTORING' &&
    row.deletedAt === undefined &&
    row.restore?.retrievalId !== retrievalId
  ) {
    const restore = { tier, retrievalId, round, ...(reason ? { reason } : {}), startedAt, expectedAt };
    await saveRowOrRetry(jobs, row, {
      event: 'retrieving',
      detail: tier,
      at: startedAt,
      set: { restore },
      clear: ['restorePostponedUntil'],
    });
  }
  await events.publish({ kind: 'restore-started', jobId, userId, tier, expectedAt });
  if (claim.purpose !== 'owner' || round > 1) return;
  await tell(ports, { userId, ...(await users.get(userId)) }, [{ kind: 'restore_begun', jobId, key: keyOf(claim) }]);
}

/** When the next day begins, if this retrieval does not fit into this one. */
async function beyondBudget(
  { budget, rules, now }: Ports,
  { claim, tier, round }: RetrievalRequest,
): Promise<Instant | undefined> {
  const { retrievalCaps: caps } = rules;
  if (!isCapped(caps)) return undefined;
  const { day, endsAt } = dayOf(now());
  const { bytes } = claim.archive;
  const fits = await budget.reserve({
    id: `${claim.token}/${round}/${tier}/${day}`,
    day,
    bytes,
    microdollars: retrievalMicrodollars(tier, bytes),
    caps,
  });
  return fits ? undefined : endsAt;
}

async function postpone(
  { jobs, now }: Ports,
  { claim }: RetrievalRequest,
  until: Instant,
): Promise<{ kind: 'postponed'; waitMs: number }> {
  const row = await jobs.get(claim.jobId);
  if (row?.claimToken === claim.token && row.deletedAt === undefined && row.restorePostponedUntil !== until) {
    await saveRowOrRetry(jobs, row, {
      event: 'postponed',
      detail: `the budget of ${dayOf(now()).day} for retrievals is used up`,
      at: now(),
      set: { restorePostponedUntil: until },
    });
  }
  return { kind: 'postponed', waitMs: until - now() };
}
