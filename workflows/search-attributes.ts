// workflows/search-attributes.ts — what operators filter by in Temporal Web. Never a name, an address or genomic data.
import { SearchAttributeType, defineSearchAttributeKey } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';

export const GAS_USER_ID = defineSearchAttributeKey('GasUserId', SearchAttributeType.KEYWORD);
export const GAS_PLAN = defineSearchAttributeKey('GasPlan', SearchAttributeType.KEYWORD);
export const GAS_PHASE = defineSearchAttributeKey('GasPhase', SearchAttributeType.KEYWORD);
const GAS_RESTORE_TIER = defineSearchAttributeKey('GasRestoreTier', SearchAttributeType.KEYWORD);

/** All of them, to be registered before the first workflow starts. */
export const SEARCH_ATTRIBUTES = [GAS_USER_ID, GAS_PLAN, GAS_PHASE, GAS_RESTORE_TIER];

export type Phase =
  | 'submitted'
  | 'annotating'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'grace'
  | 'archiving'
  | 'retrieving'
  | 'thawing'
  | 'copying-back'
  | 'settled'
  | 'applying-plan';

/** Says where the workflow stands: the phase to search by, and a sentence for whoever opens it. */
export function report(phase: Phase, details: string): void {
  upsertSearchAttributes([{ key: GAS_PHASE, value: phase }]);
  setCurrentDetails(details);
}

export function reportPlan(role: string): void {
  upsertSearchAttributes([{ key: GAS_PLAN, value: role }]);
}

export function reportTier(tier: string): void {
  upsertSearchAttributes([{ key: GAS_RESTORE_TIER, value: tier }]);
}
