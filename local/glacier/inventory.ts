// local/glacier/inventory.ts — the inventory of a vault: what it held `inventoryAgeMs` ago (the present, by default).
import type { Glacier } from './glacier.ts';
import { isoDate, vaultArn } from './glacier.ts';
import type { Archive, InventoryRequest } from './records.ts';

export interface Inventory {
  at: number;
  archives: Archive[];
}

export function inventoryOf({ store, settings }: Glacier, vault: string): Inventory {
  const at = Date.now() - settings.inventoryAgeMs;
  const archives = store.archives.list({ prefix: `${vault}/` }).map(({ value }) => value);
  return {
    at,
    archives: archives.filter((archive) => archive.createdAt <= at && (archive.deletedAt ?? Infinity) > at),
  };
}

/** The output of an inventory job, as JSON or CSV, and the marker of the next page where `limit` cut it. */
export function renderInventory(glacier: Glacier, vault: string, request: InventoryRequest) {
  const { at, archives } = inventoryOf(glacier, vault);
  const [first, last] = [Date.parse(request.startDate ?? ''), Date.parse(request.endDate ?? '')];
  const wanted = archives.filter(
    ({ id, createdAt }) => !(createdAt < first) && !(createdAt >= last) && id >= (request.marker ?? ''),
  );
  const page = wanted.slice(0, request.limit);
  const nextMarker = wanted[page.length]?.id;
  const rows = page.map(({ id, description, createdAt, size, treeHash }) => ({
    ArchiveId: id,
    ArchiveDescription: description,
    CreationDate: isoDate(createdAt),
    Size: size,
    SHA256TreeHash: treeHash,
  }));
  const text =
    request.format === 'CSV'
      ? toCsv(rows)
      : JSON.stringify({ VaultARN: vaultArn(glacier, vault), InventoryDate: isoDate(at), ArchiveList: rows });
  return { body: Buffer.from(text), nextMarker };
}

function toCsv(rows: readonly Record<string, string | number>[]): string {
  const columns = ['ArchiveId', 'ArchiveDescription', 'CreationDate', 'Size', 'SHA256TreeHash'];
  const lines = rows.map((row) =>
    columns.map((name) => (typeof row[name] === 'number' ? row[name] : quoted(row[name]))).join(','),
  );
  return [columns.join(','), ...lines, ''].join('\n');
}

const quoted = (value: unknown): string => `"${String(value).replaceAll('"', '""')}"`;
