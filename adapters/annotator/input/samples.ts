// adapters/annotator/input/samples.ts — checks the sample columns on their bytes: their fields, their genotypes.
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
const NO_GENOTYPE = -1;
const NO_ALLELE = -2;

export interface SampleRules {
  names: readonly string[];
  /** From VCF 4.4 on a genotype may begin with its phase: `|0|1`. */
  phasePrefix: boolean;
}

/** Sample columns of a record with so many ALT alleles. */
export interface SampleSpan {
  start: number;
  end: number;
  alternates: number;
}

/** Of one FORMAT text: how many fields, and whether the genotype comes first. */
interface Format {
  bytes: Buffer;
  fields: number;
  genotypes: boolean;
}

/** Checks sample columns against FORMAT. Their number is known to be right. */
export function sampleChecker({ names, phasePrefix }: SampleRules, problems: Problems) {
  let format: Format = { bytes: Buffer.alloc(0), fields: 1, genotypes: false };
  let phased = true;

  function genotypeEnd(bytes: Buffer, { start, end, alternates }: SampleSpan): number {
    let at = phasePrefix && isSeparator(bytes[start]) ? start + 1 : start;
    for (;;) {
      at = alleleEnd(bytes, { start: at, end, alternates });
      if (at < 0) return at;
      const next = at < end ? bytes[at] : TAB;
      if (next === TAB || next === COLON) return at;
      if (!isSeparator(next)) return NO_GENOTYPE;
      if (next === SLASH) phased = false;
      at += 1;
    }
  }

  /** The end of the column that starts there; negative if it is wrong. */
  function columnEnd(bytes: Buffer, span: SampleSpan): number {
    let at = format.genotypes ? genotypeEnd(bytes, span) : span.start;
    if (at < 0) return at;
    let fields = 1;
    for (; at < span.end && bytes[at] !== TAB; at += 1) if (bytes[at] === COLON) fields += 1;
    return fields > format.fields ? -fields - 1 : at; // two fields or more: below NO_ALLELE
  }

  return {
    /** FORMAT of the record whose samples come next. */
    format(bytes: Buffer, { start, end }: { start: number; end: number }): void {
      if (end - start === format.bytes.length && startsWith(bytes, start, format.bytes)) return;
      const fields = bytes.toString('latin1', start, end).split(':');
      format = { bytes: Buffer.from(bytes.subarray(start, end)), fields: fields.length, genotypes: fields[0] === 'GT' };
    },
    /** All sample columns from start to end; answers whether they are good. */
    check(bytes: Buffer, { start, end, alternates }: SampleSpan): boolean {
      const span = { start, end, alternates };
      for (const [at, name] of names.entries()) {
        const next = columnEnd(bytes, span);
        if (next < 0) {
          const what = wrongColumn(next, { text: cell(bytes, span.start, end), alternates, fields: format.fields });
          problems.add(FIRST + at, what, `sample ${printable(name)}`);
          return false;
        }
        span.start = next + 1;
      }
      return true;
    },
    /** Whether every genotype met was phased, or of one allele. */
    phased: () => phased,
  };
}

const isSeparator = (byte: number | undefined): boolean => byte === SLASH || byte === BAR;

function alleleEnd(bytes: Buffer, { start, end, alternates }: SampleSpan): number {
  let at = start;
  let allele = 0;
  for (; at < end; at += 1) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) break;
    allele = allele * 10 + digit;
  }
  if (allele > alternates) return NO_ALLELE;
  if (at > start) return at;
  return at < end && bytes[at] === DOT ? at + 1 : NO_GENOTYPE;
}

function wrongColumn(
  code: number,
  { text, alternates, fields }: { text: string; alternates: number; fields: number },
): string {
  const genotype = printable(text.split(':', 1)[0] ?? '');
  if (code === NO_GENOTYPE) {
    return `"${genotype}" is not a genotype (GT). Write genotypes like 0/1, 1|1 or ./.; separate fields with colons.`;
  }
  if (code === NO_ALLELE) {
    return `the genotype (GT) "${genotype}" names an allele that ALT does not have (it has ${alternates}). Correct this record.`;
  }
  return `it has ${-code - 1} fields, FORMAT names ${fields}. Correct this record.`;
}

function cell(bytes: Buffer, start: number, end: number): string {
  const tab = bytes.indexOf(TAB, start);
  return bytes.toString('latin1', start, tab < 0 || tab > end ? end : tab);
}
