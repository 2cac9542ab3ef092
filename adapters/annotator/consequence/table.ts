// adapters/annotator/consequence/table.ts — a result as a tab-separated table: a row per allele with its most severe consequence.
import { cell } from '../../../domain/table-text.ts';
import type { AlleleText } from './contig-view.ts';
import type { RecordLine } from './record-line.ts';

const COLUMNS = [
  'contig',
  'position',
  'ref',
  'alt',
  'variant',
  'consequence',
  'impact',
  'gene',
  'transcript',
  'hgvs_c',
  'hgvs_p',
];

export const tableTop = (fields: readonly string[]): string => `${[...COLUMNS, ...fields].join('\t')}\n`;

/** One row with its newline; `values` has what the tracks say. */
export function tableRow(
  { contig, position, ref, alt }: RecordLine,
  { hgvsg, picked, tally }: AlleleText,
  { fields, values }: { fields: readonly string[]; values: ReadonlyMap<string, string> },
): string {
  let row = `${cell(contig)}\t${position}\t${ref}\t${cell(alt)}\t${hgvsg}\t${told(picked, tally)}`;
  for (const field of fields) {
    const value = values.get(field);
    row += value === undefined ? '\t' : `\t${cell(value)}`;
  }
  return `${row}\n`;
}

function told(picked: AlleleText['picked'], { term, impact, symbol }: AlleleText['tally']): string {
  if (!picked) return `${term}\t${impact}\t${symbol}\t\t\t`;
  const { terms, transcript, hgvsc, hgvsp } = picked;
  return `${terms.join('&')}\t${impact}\t${symbol}\t${transcript}\t${hgvsc}\t${hgvsp}`;
}
