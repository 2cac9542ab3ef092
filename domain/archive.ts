// domain/archive.ts — the words of cold storage: tiers, retrievals, receipts.
import type { RestorePurpose } from './placement.ts';

/** `glacier-vault`: the vault API, for accounts that have one. `s3-glacier`: the S3 storage classes, for everybody else. */
export const ARCHIVE_STORES = ['glacier-vault', 's3-glacier'] as const;
export type ArchiveStoreName = (typeof ARCHIVE_STORES)[number];

export const RETRIEVAL_TIERS = ['Expedited', 'Standard', 'Bulk'] as const;
export type RetrievalTier = (typeof RETRIEVAL_TIERS)[number];

/** Expedited is meant for archives below 250 MB (Amazon Glacier developer guide, "Retrieving archives"). */
const EXPEDITED_LIMIT_BYTES = 250_000_000;

/** The tiers to ask for, in this order, each at most once in a round. Nobody waits for a move: it takes the cheapest. */
export function tiersFor(bytes: number, purpose: RestorePurpose): readonly RetrievalTier[] {
  if (purpose === 'move') return ['Bulk'];
  return bytes < EXPEDITED_LIMIT_BYTES ? ['Expedited', 'Standard'] : ['Standard'];
}

/** What Glacier answers when all parts have arrived: hash verified, bytes counted. */
export interface ArchiveReceipt {
  archiveId: string;
  treeHash: string;
  bytes: number;
}

export type UploadOutcome = { kind: 'stored'; receipt: ArchiveReceipt } | { kind: 'gone' };

/** `gone`: the job or its output has expired; a new round is needed. */
export type RetrievalState = 'inProgress' | 'succeeded' | 'failed' | 'gone';

export interface Retrieval {
  retrievalId: string;
  tier: RetrievalTier;
}

export type RetrievalStart = ({ kind: 'started' } & Retrieval) | { kind: 'refused'; reason: string };
