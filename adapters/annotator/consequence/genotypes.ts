// adapters/annotator/consequence/genotypes.ts — counts, per sample, the records that carry the alternate allele.
import type { ResultSummary } from '../../../domain/annotation-summary.ts';

const TAB = 9;
const COLON = 58;
const ZERO = 48;
const NINE = 57;
const DOT = 46;
const [ALTERNATE, REFERENCE, UNKNOWN] = [1, 2, 4];

/** Reads genotypes from the bytes of records; `names` in the order of the columns. */
export function genotypeCounter(names: readonly string[]) {
  const variants = new Uint32Array(names.length);
  const homozygous = new Uint32Array(names.length);
  const missing = new Uint32Array(names.length);
  const alleles = { reference: 0, alternate: 0 };

  return {
    /**
     * `from` is the first byte of the first sample, of a record whose FORMAT begins with GT. Answers the frequency of the
     * alternate allele among those that were called; NaN where none was.
     */
    add(line: Buffer, from: number, end: number): number {
      let start = from;
      alleles.reference = 0;
      alleles.alternate = 0;
      for (let sample = 0; sample < names.length && start <= end; sample += 1) {
        const tab = line.indexOf(TAB, start);
        const next = tab < 0 || tab > end ? end : tab;
        const found = allelesOf(line, { start, end: next }, alleles);
        if (found & ALTERNATE) variants[sample]! += 1;
        if (found === ALTERNATE) homozygous[sample]! += 1;
        if ((found & (ALTERNATE | REFERENCE)) === 0) missing[sample]! += 1;
        start = next + 1;
      }
      return alleles.alternate / (alleles.alternate + alleles.reference);
    },
    counts: (): ResultSummary['samples'] =>
      names.map((name, at) => ({
        name,
        variants: variants[at]!,
        homozygous: homozygous[at]!,
        missing: missing[at]!,
      })),
  };
}

interface Counted {
  reference: number;
  alternate: number;
}

/** Which kinds of allele the genotype has: the first field of a sample. Records have one alternate allele, so one digit. */
function allelesOf(line: Buffer, { start, end }: { start: number; end: number }, counted: Counted): number {
  let found = 0;
  for (let at = start; at < end && line[at] !== COLON; at += 1) {
    const kind = kindOfByte(line[at]!);
    if (kind === REFERENCE) counted.reference += 1;
    else if (kind === ALTERNATE) counted.alternate += 1;
    found |= kind;
  }
  return found;
}

function kindOfByte(byte: number): number {
  if (byte === ZERO) return REFERENCE;
  if (byte > ZERO && byte <= NINE) return ALTERNATE;
  return byte === DOT ? UNKNOWN : 0;
}
