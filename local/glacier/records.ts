// local/glacier/records.ts — what the server remembers, as it lies in the store: plain JSON, instants in epoch ms.

export interface Vault {
  name: string;
  createdAt: number;
  notifications?: VaultNotifications;
}

interface VaultNotifications {
  SNSTopic: string;
  Events: string[];
}

export interface Archive {
  id: string;
  vault: string;
  description: string;
  size: number;
  treeHash: string;
  createdAt: number;
  /** The owner of its pieces: the upload that brought them. */
  owner: string;
  deletedAt?: number;
}

export interface Upload {
  id: string;
  vault: string;
  description: string;
  partSize: number;
  createdAt: number;
  touchedAt: number;
  end?: { kind: 'completed'; at: number; archiveId: string } | { kind: 'aborted'; at: number };
}

/** A run of bytes in a file of its own: a part of an archive, the whole of it, or an inventory. */
export interface Piece {
  file: string;
  start: number;
  size: number;
  treeHash: string;
  /** SHA-256 of each MiB, base64 in a row: the tree hash of any aligned range follows without reading the bytes. */
  leaves: string;
}

export const TIERS = ['Expedited', 'Standard', 'Bulk'] as const;
export type Tier = (typeof TIERS)[number];

export interface InventoryRequest {
  format: 'JSON' | 'CSV';
  startDate?: string;
  endDate?: string;
  limit?: number;
  marker?: string;
}

export interface Job {
  id: string;
  vault: string;
  description?: string;
  snsTopic?: string;
  createdAt: number;
  outcome?: Outcome;
  action: Retrieval | ({ kind: 'inventory' } & InventoryRequest);
}

export interface Retrieval {
  kind: 'archive';
  tier: Tier;
  archiveId: string;
  archiveSize: number;
  archiveTreeHash: string;
  from: number;
  /** The first byte no longer wanted. */
  to: number;
  /** Tree hash of the range, where the range is aligned to the tree. */
  treeHash?: string;
}

export interface Outcome {
  at: number;
  /** When job and output are forgotten. */
  until: number;
  /** The pieces to read, or why there are none. */
  result: { kind: 'succeeded'; owner: string; size: number; nextMarker?: string } | { kind: 'failed'; message: string };
}

/** A notification that SNS has not accepted yet. */
export interface Notice {
  id: string;
  topic: string;
  message: string;
  createdAt: number;
  attempts: number;
}

/** Something to look at when its time comes; it decides then, by the record it names. */
export interface Due {
  kind: 'job' | 'upload';
  key: string;
}

export interface RetrievalPolicy {
  Rules: { Strategy: 'BytesPerHour' | 'FreeTier' | 'None'; BytesPerHour: number | null }[];
}
