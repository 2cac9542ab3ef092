// domain/annotation-histograms.ts — where on the genome the records of a result lie, and how frequent their alleles are.

/** Bounds of the bins of frequencies: each begins at its bound, the last one holds 1 too. */
export const FREQUENCY_BOUNDS: readonly number[] = [0, 0.0001, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1];

/** Records by position: `counts` has a number for every `binBases` bases of the contig. */
export interface PositionHistogram {
  contig: string;
  length: number;
  binBases: number;
  counts: number[];
}

/** Records by the frequency of their allele, in the bins of FREQUENCY_BOUNDS. */
export interface FrequencyHistogram {
  /** The INFO field that tells it, or GENOTYPES. */
  source: string;
  counts: number[];
  /** Records of which it is not known. */
  unknown: number;
}

/** The source of frequencies that are counted in the genotypes. */
export const GENOTYPES = 'genotypes';

/** So many bins for each contig, and so many contigs: the summary stays small whatever the genome. */
const LISTED = { bins: 100, contigs: 100 } as const;

/**
 * Where the frequency of an allele is told: in INFO/AF, else in the genotypes where there are some, else in the first
 * INFO field that is named like one (`MGRB_frequency`, `gnomAD_AF`). Undefined where nothing tells it.
 */
export function frequencySource(infoIds: readonly string[], samples: number): string | undefined {
  if (infoIds.includes('AF')) return 'AF';
  return samples > 0 ? GENOTYPES : infoIds.find((id) => /[_.](?:af|freq|frequency)$/i.test(id));
}

/** Counts records by position. Contigs come one after another. */
export function positionCounter(lengthOf: (contig: string) => number | undefined) {
  const found: PositionHistogram[] = [];
  let current: PositionHistogram | undefined;
  return {
    add(contig: string, position: number, times: number): void {
      if (current?.contig !== contig) current = found.find((one) => one.contig === contig) ?? begin(contig);
      if (!current) return;
      const bin = Math.min(current.counts.length - 1, Math.floor((position - 1) / current.binBases));
      current.counts[Math.max(0, bin)]! += times;
    },
    finish: (): PositionHistogram[] => found,
  };

  function begin(contig: string): PositionHistogram | undefined {
    const length = lengthOf(contig);
    if (length === undefined || found.length >= LISTED.contigs) return undefined;
    const bases = Math.max(1, Math.ceil(length / LISTED.bins));
    const counts = Array.from({ length: Math.max(1, Math.ceil(length / bases)) }, () => 0);
    const made = { contig, length, binBases: bases, counts };
    found.push(made);
    return made;
  }
}

/** Counts records by frequency; one that is no number from 0 to 1 is unknown. */
export function frequencyCounter() {
  const counts = FREQUENCY_BOUNDS.slice(1).map(() => 0);
  let unknown = 0;
  return {
    add(frequency: number): void {
      if (!(frequency >= 0 && frequency <= 1)) unknown += 1;
      else counts[binOf(frequency)]! += 1;
    },
    finish: (source: string): FrequencyHistogram => ({ source, counts, unknown }),
  };
}

function binOf(frequency: number): number {
  let bin = FREQUENCY_BOUNDS.length - 2;
  while (bin > 0 && frequency < FREQUENCY_BOUNDS[bin]!) bin -= 1;
  return bin;
}
