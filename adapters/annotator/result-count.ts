// adapters/annotator/result-count.ts — counts the consequences of an annotated file as it streams by.
import { consequencesOf, NO_CONSEQUENCE } from '../../domain/annotation.ts';
import { lineCutter, unpacked } from './input/text-lines.ts';

const HASH = 35;
/** Our own result: split alleles may make it larger than the input was, so only a line is bounded. */
const NO_LIMITS = { inflatedBytes: Infinity, compressionRatio: Infinity, lineBytes: 256 * 1024 * 1024 };

export interface ResultCount {
  records: number;
  consequences: Record<string, number>;
  /** Records in which each of the asked INFO fields occurs. */
  fields: Record<string, number>;
}

/** Reads a BGZF VCF once; memory does not grow with it. */
export async function countResult(path: string, fields: readonly string[], signal: AbortSignal): Promise<ResultCount> {
  const consequences = new Map<string, number>();
  const found = new Map(fields.map((field) => [field, 0]));
  let records = 0;
  const cutter = lineCutter(NO_LIMITS.lineBytes, (buffer, start, end) => {
    if (buffer[start] === HASH) return;
    records += 1;
    const info = `;${infoOf(buffer, start, end)};`;
    const bcsq = /;BCSQ=([^;]*);/.exec(info)?.[1];
    for (const term of bcsq ? consequencesOf(bcsq) : [NO_CONSEQUENCE]) add(consequences, term);
    for (const field of fields) if (info.includes(`;${field}=`)) add(found, field);
  });
  for await (const chunk of unpacked(path, NO_LIMITS, signal)) cutter.push(chunk);
  cutter.end();
  return { records, consequences: Object.fromEntries(consequences), fields: Object.fromEntries(found) };
}

function infoOf(buffer: Buffer, start: number, end: number): string {
  let from = start;
  for (let column = 0; column < 7; column += 1) from = buffer.indexOf(9, from) + 1;
  const tab = buffer.indexOf(9, from);
  return buffer.toString('latin1', from, tab < 0 || tab > end ? end : tab);
}

const add = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
