// domain/plan-quote.ts — what a change of plan would move, how long that takes, and what it costs: said before.
import type { RetrievalTier } from './archive.ts';
import { tiersFor } from './archive.ts';
import type { Role } from './plan.ts';
import { retrievalMicrodollars } from './retrieval-cost.ts';
import type { Storage } from './storage.ts';

export interface PlanQuote {
  role: Role;
  /** Results that would come back from the archive, or go there. */
  results: number;
  bytes: number;
  restore?: {
    tier: RetrievalTier;
    expectedMs: number;
    /** At list price, for the operators of the service: millionths of a US dollar. */
    microdollars: number;
    /** The tier that is taken where the first one is refused. */
    otherwise?: { tier: RetrievalTier; expectedMs: number; microdollars: number };
  };
  /** How long after the change results stay. */
  archivesAfterMs?: number;
}

export interface QuoteRules {
  graceMs: number;
  tiers: Record<RetrievalTier, { expectedMs: number }>;
}

/** What is being archived just now counts as archived, and what is on its way back as here. */
export function planQuote(role: Role, storage: Storage, rules: QuoteRules): PlanQuote {
  const moving = role === 'premium_user' ? (['archived', 'archiving'] as const) : (['hot', 'restoring'] as const);
  const results = moving.reduce((sum, place) => sum + storage[place].results, 0);
  const bytes = moving.reduce((sum, place) => sum + storage[place].bytes, 0);
  if (role === 'free_user') return { role, results, bytes, archivesAfterMs: rules.graceMs };
  if (results === 0) return { role, results, bytes };

  const average = Math.ceil(bytes / results);
  const [first, second] = tiersFor(average, 'owner').map((tier) => ({
    tier,
    expectedMs: rules.tiers[tier].expectedMs,
    microdollars: results * retrievalMicrodollars(tier, average),
  }));
  return { role, results, bytes, restore: { ...first!, ...(second ? { otherwise: second } : {}) } };
}
