// workflows/search-attributes.ts — what operators filter by in Temporal Web. Never a name, an address or genomic data.
import { SearchAttributeType, defineSearchAttributeKey } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';

export const GAS_USER_ID = defineSearchAttributeKey('GasUserId', SearchAttributeType.KEYWORD);
export const GAS_PLAN = defineSearchAttributeKey('GasPlan', SearchAttributeType.KEYWORD);
export const GAS_PHASE = defineSearchAttributeKey('GasPhase', SearchAttributeType.KEYWORD);
const GAS_RESTORE_TIER = defineSearchAttributeKey('GasRestoreTier', SearchAttributeType.KEYWORD);

/** All of them, to be registered before the first workflow starts. */
export const SEARCH_ATTRIBUTES = [GAS_USER_ID, GAS_PLAN, GAS_PHASE, GAS_RESTORE_TIER];

export const PHASES = [
  'submitted',
  'annotating',
  'completed',
  'failed',
  'cancelled',
  'grace',
  'archiving',
  'postponed',
  'thawing',
  'removing',
  'sweeping',
  'settled',
  'applying-plan',
  'closing-account',
  'reconciling',
  'rebuilding',
  'moving-archives',
  'stuck',
] as const;
export type Phase = (typeof PHASES)[number];

const ENDED: readonly Phase[] = ['completed', 'failed', 'cancelled', 'settled'];
/** Those of workflows that are open. */
export const OPEN_PHASES = PHASES.filter((phase) => !ENDED.includes(phase));

/** Says where the workflow stands: what to search by, in one update since each is billed, and a sentence to read. */
export function report(phase: Phase, details: string, { plan, tier }: { plan?: string; tier?: string } = {}): void {
  upsertSearchAttributes([
    { key: GAS_PHASE, value: phase },
    ...(plan ? [{ key: GAS_PLAN, value: plan }] : []),
    ...(tier ? [{ key: GAS_RESTORE_TIER, value: tier }] : []),
  ]);
  setCurrentDetails(details);
}

/** The phase that was last reported. */
export function currentPhase(): Phase | undefined {
  return workflowInfo().typedSearchAttributes.get(GAS_PHASE) as Phase | undefined;
}
