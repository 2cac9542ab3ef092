// adapters/annotator/consequence/genotypes.ts — counts, per sample, the records that carry the alternate allele.
import type { ResultSummary } from '../../../domain/annotation-summary.ts';

const TAB = 9;
const COLON = 58;
const ZERO = 48;
const NINE = 57;
const DOT = 46;

/** Reads genotypes from the bytes of records; `names` in the order of the columns. */
export function genotypeCounter(names: readonly string[]) {
  const variants = new Uint32Array(names.length);
  const homozygous = new Uint32Array(names.length);
  const missing = new Uint32Array(names.length);

  return {
    /** `from` is the first byte of the first sample, of a record whose FORMAT begins with GT. */
    add(line: Buffer, from: number, end: number): void {
      let sample = 0;
      let [alternate, reference, unknown, inGenotype] = [0, 0, 0, true];
      for (let at = from; at <= end; at += 1) {
        const byte = at < end ? line[at]! : TAB;
        if (byte === TAB) {
          if (alternate > 0) variants[sample]! += 1;
          if (alternate > 0 && reference === 0 && unknown === 0) homozygous[sample]! += 1;
          if (alternate === 0 && reference === 0) missing[sample]! += 1;
          sample += 1;
          [alternate, reference, unknown, inGenotype] = [0, 0, 0, true];
        } else if (byte === COLON) inGenotype = false;
        else if (inGenotype && byte === DOT) unknown += 1;
        else if (inGenotype && byte === ZERO) reference += 1;
        else if (inGenotype && byte > ZERO && byte <= NINE) alternate += 1;
      }
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
