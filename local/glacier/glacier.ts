// local/glacier/glacier.ts — what every operation works with, and the few questions that all of them ask.
import { randomBytes } from 'node:crypto';
import type { Bytes } from './bytes.ts';
import { notFound } from './errors.ts';
import type { Faults } from './faults.ts';
import type { Settings } from './options.ts';
import { pieceKey, type Store } from './store.ts';
import type { Vault } from './records.ts';

export interface Glacier {
  store: Store;
  bytes: Bytes;
  settings: Settings;
  faults: Faults;
  accountId: string;
  region: string;
  /** Called when a record has gained a time at which to look at it. */
  wakeAgenda: () => void;
}

export const vaultArn = ({ region, accountId }: Glacier, vault: string): string =>
  `arn:aws:glacier:${region}:${accountId}:vaults/${vault}`;

/** The vault, or the 404 that names its ARN. */
export function requireVault(glacier: Glacier, name: string): Vault {
  const vault = glacier.store.vaults.get(name);
  if (!vault) throw notFound(`Vault not found for ARN: ${vaultArn(glacier, name)}`);
  return vault;
}

/** An opaque id of so many URL-safe characters: 138 for archives, 92 for uploads and jobs, as Amazon's. */
export const newId = (length: 92 | 138): string => randomBytes(length).toString('base64url').slice(0, length);

export const isoDate = (at: number): string => new Date(at).toISOString();

/** Inside a transaction: lets go of the pieces of `owner`; answers the files to drop once nobody holds them. */
export function releasePieces({ store }: Glacier, owner: string, holder: string): string[] {
  store.holds.delete(`${owner}/${holder}`);
  if (store.holds.list({ prefix: `${owner}/`, limit: 1 }).length > 0) return [];
  return store.pieces.list({ prefix: `${owner}/` }).map(({ key, value }) => {
    store.pieces.delete(key);
    return value.file;
  });
}

/** The pieces of `owner` that touch the bytes `[from, to)`, in order. */
export function piecesOf({ store }: Glacier, owner: string, range: { from: number; to: number }) {
  const first = store.pieces.list({ prefix: `${owner}/`, limit: 1 })[0]?.value;
  // All pieces but the last are of one size, so the piece that holds `from` is found without reading those before it.
  const start = first ? Math.floor(range.from / first.size) * first.size : 0;
  const pieces = [];
  for (let at = start; at < range.to;) {
    const piece = store.pieces.get(pieceKey(owner, at));
    if (!piece) break;
    pieces.push(piece);
    at += piece.size;
  }
  return pieces;
}
