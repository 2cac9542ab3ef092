// adapters/annotator/input/genotypes.ts — reads genotypes on their bytes: `0/1`, `1|1`, `./.`, of any ploidy.

const TAB = 9;
const COLON = 58;
const DOT = 46;
const SLASH = 47;
const BAR = 124;
const ZERO = 48;
export const NO_GENOTYPE = -1;
export const NO_ALLELE = -2;

/** Sample columns of a record with so many ALT alleles. */
export interface SampleSpan {
  start: number;
  end: number;
  alternates: number;
}

/** `phasePrefix`: from VCF 4.4 on a genotype may begin with its phase, `|0|1`. */
export function genotypeReader(phasePrefix: boolean) {
  let phased = true;
  return {
    /** The end of the genotype that starts there; NO_GENOTYPE, or NO_ALLELE if it names one that ALT lacks. */
    end(bytes: Buffer, { start, end, alternates }: SampleSpan): number {
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
