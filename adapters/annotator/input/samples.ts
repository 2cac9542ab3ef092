// adapters/annotator/input/samples.ts — checks the sample columns on their bytes: their fields, their genotypes.
import { printable } from '../../../domain/annotation.ts';
import { genotypeReader, NO_ALLELE, NO_GENOTYPE } from './genotypes.ts';
import type { SampleSpan } from './genotypes.ts';
import { ANYTHING, FOREIGN, isForeign, isNumberList, numericOf } from './numbers.ts';
import type { Numeric } from './numbers.ts';
import type { Problems } from './refused.ts';
import { startsWith } from './tags.ts';
import type { TagRules } from './tags.ts';
import type { TypeWidener } from './widened-types.ts';

const FIRST = 10;
const TAB = 9;
const COLON = 58;

export interface SampleRules {
  names: readonly string[];
  declared: TagRules['declared'];
  phasePrefix: boolean;
}

/** Of one FORMAT text: how many fields, and whether the genotype comes first. */
interface Format {
  bytes: Buffer;
  fields: number;
  genotypes: boolean;
  names: readonly string[];
  numeric: readonly Numeric[];
}

/** Checks sample columns against FORMAT. Their number is known to be right. */
export function sampleChecker({ names, phasePrefix, declared }: SampleRules, types: TypeWidener, problems: Problems) {
  let format: Format = { bytes: Buffer.alloc(0), fields: 1, genotypes: false, names: [], numeric: [] };
  const genotypes = genotypeReader(phasePrefix);

  function widen({ names: fields, numeric }: Format, field: number, rest: string): void {
    const text = rest.split(':', 1)[0]!;
    if (!isNumberList(text, numeric[field]!)) types.widen(`FORMAT/${fields[field]}`, text);
  }

  /** The end of the column that starts there; negative if it is wrong. */
  function columnEnd(bytes: Buffer, span: SampleSpan): number {
    let at = format.genotypes ? genotypes.end(bytes, span) : span.start;
    if (at < 0) return at;
    let fields = 1;
    let numeric = format.numeric[0]!;
    let start = at;
    for (; at < span.end && bytes[at] !== TAB; at += 1) {
      if (bytes[at] === COLON) {
        numeric = format.numeric[fields] ?? ANYTHING;
        fields += 1;
        start = at + 1;
      } else if ((FOREIGN[bytes[at]!]! & numeric) !== 0 && isForeign(bytes, at, numeric)) {
        widen(format, fields - 1, cell(bytes, start, span.end));
        numeric = ANYTHING; // looked at once a value
      }
    }
    return fields > format.fields ? -fields - 1 : at; // two fields or more: below NO_ALLELE
  }

  return {
    /** FORMAT of the record whose samples come next. */
    format(bytes: Buffer, { start, end }: { start: number; end: number }): void {
      if (end - start === format.bytes.length && startsWith(bytes, start, format.bytes)) return;
      format = formatOf(Buffer.from(bytes.subarray(start, end)), declared);
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
    phased: () => genotypes.phased(),
  };
}

function formatOf(bytes: Buffer, declared: TagRules['declared']): Format {
  const names = bytes.toString('latin1').split(':');
  const numeric = names.map((name) => numericOf(declared.get(`FORMAT/${name}`)?.type ?? ''));
  return { bytes, fields: names.length, genotypes: names[0] === 'GT', names, numeric };
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
