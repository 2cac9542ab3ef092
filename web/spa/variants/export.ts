// web/spa/variants/export.ts — the wanted records as a file of their own: a VCF with its header, or a table.
import { cell } from '../../../domain/table-text.ts';
import type { ResultHeader } from './header.ts';
import type { Match } from './scan.ts';
import type { Reading, Variant } from './variant.ts';
import { variantOf } from './variant.ts';

export type ExportFormat = 'vcf' | 'tsv';

const COLUMNS = [
  ['contig', 'contig'],
  ['position', 'position'],
  ['id', 'id'],
  ['ref', 'ref'],
  ['alt', 'alt'],
  ['quality', 'quality'],
  ['filter', 'filter'],
  ['variant', 'hgvsg'],
  ['consequence', 'consequence'],
  ['impact', 'impact'],
  ['gene', 'gene'],
  ['transcript', 'transcript'],
  ['hgvs_c', 'hgvsc'],
  ['hgvs_p', 'hgvsp'],
  ['frequency', 'frequency'],
  ['disease', 'disease'],
  ['disease_status', 'diseaseStatus'],
] as const satisfies readonly (readonly [string, keyof Variant])[];

export interface Exporter {
  top(): Uint8Array;
  record(match: Match): Uint8Array;
}

/** Writes records as they come, in copies that hold nothing else in memory: a VCF byte for byte, a table with no cell that a spreadsheet would run. */
export function exporter(format: ExportFormat, header: ResultHeader, diseases: Reading['diseases']): Exporter {
  if (format === 'vcf') return { top: () => header.bytes, record: (match) => ended(match.bytes().slice()) };
  const encoder = new TextEncoder();
  const reading = { header, diseases };
  return {
    top: () => encoder.encode(`${COLUMNS.map(([name]) => name).join('\t')}\n`),
    record({ line }) {
      const variant = variantOf(line, reading);
      return encoder.encode(`${COLUMNS.map(([, field]) => cell(String(variant[field] ?? ''))).join('\t')}\n`);
    },
  };
}

const NEWLINE = 10;

/** The last line of a file may lack its end. */
function ended(line: Uint8Array): Uint8Array {
  if (line.at(-1) === NEWLINE) return line;
  const whole = new Uint8Array(line.length + 1);
  whole.set(line);
  whole[line.length] = NEWLINE;
  return whole;
}
