// adapters/aws/inventory-csv.ts — rows of a vault inventory in CSV, from a window of its bytes.
import type { ListedArchive } from '../../domain/archive-store.ts';
import { ownerOf } from './archive-description.ts';

const HEADER = 'ArchiveId';
const NEWLINE = 10;
/** Quotes within quotes: doubled as RFC 4180 has them, or behind a backslash as Amazon has written them. */
const DOUBLED = { field: /"((?:[^"]|"")*)"|([^,"]*)/y, escape: /"(")/g };
const BACKSLASHED = { field: /"((?:[^"\\]|\\.)*)"|([^,"]*)/y, escape: /\\(.)/g };

/**
 * The archives in those rows that are whole in `window`, and how many bytes they take. Descriptions hold no line breaks,
 * so a line is a row. The last line of the file may have no end: `isLast` takes it. Throws where a row is none.
 */
export function rowsIn(window: Buffer, isLast: boolean): { archives: ListedArchive[]; bytes: number } {
  const bytes = isLast ? window.length : window.lastIndexOf(NEWLINE) + 1;
  if (bytes === 0 && window.length > 0) throw new Error('A row of the inventory is longer than what is read at once.');
  const lines = window.subarray(0, bytes).toString('latin1').split(/\r?\n/);
  const rows = lines.filter((line) => line !== '').map(fieldsOf);
  return { archives: rows.filter(([id]) => id !== HEADER).map(archiveOf), bytes };
}

function fieldsOf(line: string): string[] {
  for (const style of [DOUBLED, BACKSLASHED]) {
    const fields = split(line, style);
    if (fields?.length === 5) return fields;
  }
  throw new Error(`A row of the inventory has not its five fields: ${JSON.stringify(line.slice(0, 200))}`);
}

function split(line: string, { field, escape }: typeof DOUBLED): string[] | undefined {
  const fields: string[] = [];
  for (let at = 0; at <= line.length; at += 1) {
    field.lastIndex = at;
    const [whole = '', quoted, bare = ''] = field.exec(line) ?? [];
    fields.push(quoted === undefined ? bare : quoted.replaceAll(escape, '$1'));
    at += whole.length;
    if (at < line.length && line[at] !== ',') return undefined;
  }
  return fields;
}

function archiveOf([archiveId = '', description, createdAt = '', size, hash = '']: string[]): ListedArchive {
  const treeHash = /^[0-9a-f]{64}$/.test(hash) ? { treeHash: hash } : {};
  return { archiveId, ...ownerOf(description), bytes: Number(size), ...treeHash, createdAt: Date.parse(createdAt) };
}
