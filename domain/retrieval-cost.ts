// domain/retrieval-cost.ts — what a retrieval costs at list price, and what operators allow it to cost on a day.
import type { RetrievalTier } from './archive.ts';
import type { Instant } from './job.ts';

/** Per day (UTC), across all workers. */
export interface RetrievalCaps {
  bytes?: number;
  /** Millionths of a US dollar. */
  microdollars?: number;
}

/**
 * US dollars per GB and per 1,000 requests, Amazon S3 Glacier Flexible Retrieval, us-east-1 (aws.amazon.com/s3/pricing,
 * "Requests & data retrievals"); vaults are priced alike, but for Bulk, which is free in S3: its price is an upper bound.
 */
const LIST_PRICES: Record<RetrievalTier, { perGb: number; perThousand: number }> = {
  Expedited: { perGb: 0.03, perThousand: 10 },
  Standard: { perGb: 0.01, perThousand: 0.05 },
  Bulk: { perGb: 0, perThousand: 0.025 },
};

/** Millionths of a US dollar that one retrieval of `bytes` costs, rounded up. */
export function retrievalMicrodollars(tier: RetrievalTier, bytes: number): number {
  const { perGb, perThousand } = LIST_PRICES[tier];
  return Math.ceil((bytes / 1e9) * perGb * 1e6 + (perThousand / 1000) * 1e6);
}

/** The day of a moment, as `2026-11-22`, and when the next one begins. UTC, as AWS bills. */
export function dayOf(at: Instant): { day: string; endsAt: Instant } {
  const day = new Date(at).toISOString().slice(0, 10);
  return { day, endsAt: Date.parse(day) + 86_400_000 };
}

export function isCapped({ bytes, microdollars }: RetrievalCaps): boolean {
  return bytes !== undefined || microdollars !== undefined;
}
