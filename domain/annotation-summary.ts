// domain/annotation-summary.ts — the numbers of one annotation: what was found, of which kind, in whom.
import type { FrequencyHistogram, PositionHistogram } from './annotation-histograms.ts';
import type { Impact } from './consequence.ts';

export type VariantType = 'SNV' | 'MNV' | 'insertion' | 'deletion' | 'indel' | 'other';

/** What one allele adds to the numbers. `term` and `impact` are of its most severe consequence. */
export interface Tally {
  term: string;
  impact: Impact | '';
  symbol: string;
  type: VariantType;
  /** 1 a transition, 2 a transversion, 0 neither. */
  exchange: 0 | 1 | 2;
}

export interface DiseaseHit {
  variant: string;
  gene: string;
  protein: string;
  disease: string;
  status: string;
}

/** The JSON beside a result. Records have one allele each; every one counts under its most severe consequence. */
export interface ResultSummary {
  records: number;
  consequences: Record<string, number>;
  impacts: Record<string, number>;
  genes: Record<string, number>;
  types: Record<string, number>;
  transitions: number;
  transversions: number;
  /** Transitions by transversions; null where there are none of the latter. */
  tiTv: number | null;
  /** Records in which each field of a track occurs. */
  tracked: Record<string, number>;
  /** Records with an alternate allele in the sample; among them those without any other; records without a genotype. */
  samples: { name: string; variants: number; homozygous: number; missing: number }[];
  diseases: {
    total: number;
    hits: DiseaseHit[];
    /** The fields that name a disease, each with the one that tells its status. */
    fields?: readonly { name: string; status?: string | undefined }[];
  };
  /** By contig, in the order of the result; results of before there was this have none. */
  positions?: PositionHistogram[];
  /** Missing too where nothing tells how frequent an allele is. */
  frequencies?: FrequencyHistogram;
}

/** The first so many hits and genes are listed: the summary stays small whatever the input. */
const LISTED = { hits: 1000, genes: 5000 } as const;

const TRANSITIONS = new Set(['AG', 'GA', 'CT', 'TC']);

/** Kind of an allele made of bases, and whether it exchanges a base for its like. */
export function kindOf(ref: string, alt: string): { type: VariantType; exchange: Tally['exchange'] } {
  if (!/^[ACGTN]+$/i.test(alt)) return { type: 'other', exchange: 0 };
  if (ref.length === 1 && alt.length === 1) return { type: 'SNV', exchange: TRANSITIONS.has(ref + alt) ? 1 : 2 };
  if (ref.length === alt.length) return { type: 'MNV', exchange: 0 };
  if (alt.startsWith(ref)) return { type: 'insertion', exchange: 0 };
  return { type: ref.startsWith(alt) ? 'deletion' : 'indel', exchange: 0 };
}

/** Counts alleles as they stream by; memory grows with the different genes only, up to a limit. */
export function summaryCounter() {
  const counts = {
    consequences: new Map<string, number>(),
    impacts: new Map<string, number>(),
    genes: new Map<string, number>(),
    types: new Map<string, number>(),
  };
  const tracked = new Map<string, number>();
  const hits: DiseaseHit[] = [];
  const exchanges = [0, 0, 0];
  let [records, diseases] = [0, 0];
  return {
    /** So many records of the same allele. */
    add({ term, impact, symbol, type, exchange }: Tally, times: number): void {
      records += times;
      exchanges[exchange]! += times;
      increase(counts.types, type, times);
      increase(counts.consequences, term, times);
      if (impact !== '') increase(counts.impacts, impact, times);
      const room = counts.genes.size < LISTED.genes || counts.genes.has(symbol);
      if (symbol !== '' && room) increase(counts.genes, symbol, times);
    },
    track: (field: string, times: number): void => increase(tracked, field, times),
    hit(hit: DiseaseHit, times: number): void {
      diseases += times;
      if (hits.length < LISTED.hits) hits.push(hit);
    },
    finish(samples: ResultSummary['samples'], fields: readonly string[]): ResultSummary {
      const [, transitions = 0, transversions = 0] = exchanges;
      return {
        records,
        consequences: ranked(counts.consequences),
        impacts: ranked(counts.impacts),
        genes: ranked(counts.genes),
        types: ranked(counts.types),
        transitions,
        transversions,
        tiTv: transversions > 0 ? Math.round((transitions / transversions) * 1000) / 1000 : null,
        tracked: Object.fromEntries(fields.map((field) => [field, tracked.get(field) ?? 0])),
        samples,
        diseases: { total: diseases, hits },
      };
    },
  };
}

const increase = (counts: Map<string, number>, key: string, by: number): void =>
  void counts.set(key, (counts.get(key) ?? 0) + by);

const ranked = (counts: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
