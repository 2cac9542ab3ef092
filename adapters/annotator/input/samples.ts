// adapters/annotator/input/samples.ts — checks the sample columns: their number, their fields, their genotypes.
import { printable } from '../../../domain/annotation.ts';
import type { Problems } from './refused.ts';
import { startsWith } from './tags.ts';

const FIRST = 10;
const TAB = 9;
const COLON = 58;
const DOT = 46;
const SLASH = 47;
const BAR = 124;
const ZERO = 48;

export interface SampleRules {
  names: readonly string[];
  /** From VCF 4.4 on a genotype may begin with its phase: `|0|1`. */
  phasePrefix: boolean;
}

/** Of one FORMAT text: how many fields, and whether the genotype comes first. */
interface Format {
  bytes: Buffer;
  fields: number;
  genotypes: boolean;
}

/** Checks sample columns against FORMAT; `phased` says whether every genotype met was phased or of one allele. */
export function sampleChecker({ names, phasePrefix }: SampleRules, problems: Problems) {
  let format: Format = { bytes: Buffer.alloc(0), fields: 1, genotypes: false };
  let phased = true;

  /** The end of the genotype that starts there; -1 if it is none, -2 if it names an allele that ALT lacks. */
  function genotype(bytes: Buffer, { start, end, alternates }: { start: number; end: number; alternates: number }) {
    let at = start;
    if (phasePrefix && (bytes[at] === BAR || bytes[at] === SLASH)) at += 1;
    for (;;) {
      const from = at;
      let allele = 0;
      for (; at < end; at += 1) {
        const digit = bytes[at]! - ZERO;
        if (digit < 0 || digit > 9) break;
        allele = allele * 10 + digit;
      }
      if (at === from) {
        if (bytes[at] !== DOT || at >= end) return -1;
        at += 1;
      } else if (allele > alternates) return -2;
      const next = at < end ? bytes[at]! : TAB;
      if (next === SLASH) phased = false;
      else if (next !== BAR) return next === TAB || next === COLON ? at : -1;
      at += 1;
    }
  }

  function sample(bytes: Buffer, span: { start: number; end: number; alternates: number; column: number }): number {
    const { start, end, alternates, column } = span;
    const after = format.genotypes ? genotype(bytes, { start, end, alternates }) : start;
    const name = `sample ${printable(names[column - FIRST] ?? '')}`;
    if (after < 0) {
      const text = printable(bytes.toString('latin1', start, cellEnd(bytes, start, end)).split(':', 1)[0] ?? '');
      problems.add(column, after === -1 ? notGenotype(text) : noAllele(text, alternates), name);
      return -1;
    }
    let fields = 1;
    let at = after;
    for (; at < end && bytes[at] !== TAB; at += 1) if (bytes[at] === COLON) fields += 1;
    if (fields <= format.fields) return at;
    problems.add(column, `it has ${fields} fields, FORMAT names ${format.fields}. Correct this record.`, name);
    return -1;
  }

  return {
    /** FORMAT of the record whose samples come next. */
    format(bytes: Buffer, { start, end }: { start: number; end: number }): void {
      if (end - start === format.bytes.length && startsWith(bytes, start, format.bytes)) return;
      const fields = bytes.toString('latin1', start, end).split(':');
      format = {
        bytes: Buffer.from(bytes.subarray(start, end)),
        fields: fields.length,
        genotypes: fields[0] === 'GT',
      };
    },
    /** All sample columns from start to end; answers whether they are good. Their number is known to be right. */
    check(bytes: Buffer, span: { start: number; end: number; alternates: number }): boolean {
      let start = span.start;
      for (let column = FIRST; column < FIRST + names.length; column += 1) {
        const end = sample(bytes, { start, end: span.end, alternates: span.alternates, column });
        if (end < 0) return false;
        start = end + 1;
      }
      return true;
    },
    phased: () => phased,
  };
}

const notGenotype = (text: string): string =>
  `"${text}" is not a genotype (GT). Write genotypes like 0/1, 1|1 or ./.; separate fields with colons.`;
const noAllele = (text: string, alternates: number): string =>
  `the genotype (GT) "${text}" names an allele that ALT does not have (it has ${alternates}). Correct this record.`;

function cellEnd(bytes: Buffer, start: number, end: number): number {
  const tab = bytes.indexOf(TAB, start);
  return tab < 0 || tab > end ? end : tab;
}
