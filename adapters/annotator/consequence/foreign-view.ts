// adapters/annotator/consequence/foreign-view.ts — reads what VEP (CSQ) or snpEff (ANN) has written, to count and tabulate it.
import type { Impact } from '../../../domain/consequence.ts';
import { impactOf, IMPACTS, isMoreSevere } from '../../../domain/consequence.ts';
import { kindOf } from '../../../domain/annotation-summary.ts';
import type { ContigFacts, ContigView, Picked } from './contig-view.ts';
import { placeName } from './describe.ts';
import { placeFinder } from './places.ts';
import { infoValue } from './record-line.ts';

/** Where each thing stands in an entry; -1 where it is not told. */
interface Layout {
  tag: 'CSQ' | 'ANN';
  terms: number;
  impact: number;
  symbol: number;
  transcript: number;
  hgvsc: number;
  hgvsp: number;
  pick: number;
}

interface Entry extends Picked {
  term: string;
  impact: Impact;
  symbol: string;
  /** VEP's own choice, where it was asked to flag one. */
  flagged: boolean;
}

/** `header` has the lines of the stream; without a field that it knows, alleles are counted by their kind alone. */
export function foreignView(header: readonly string[], facts: Omit<ContigFacts, 'transcripts'>): ContigView {
  const layout = layoutOf(header);
  const placesOf = placeFinder(facts.places);
  return {
    textOf({ position, ref, alt, bcsq: info }) {
      const kind = kindOf(ref, alt);
      const value = layout && infoValue(info, layout.tag);
      const picked =
        layout && value ? pick(value.split(',').map((entry) => entryOf(entry.split('|'), layout))) : undefined;
      const hgvsg = kind.type === 'other' ? '' : placeName(facts, { position, ref, alt }, facts.bases);
      const { term = 'not_annotated', impact = '', symbol = '' } = picked ?? {};
      const tally = { ...kind, term, impact, symbol } as const;
      return { csq: '', hgvsg, places: placesOf(position, ref.length), tally, picked };
    },
  };
}

const pick = (entries: readonly Entry[]): Entry =>
  entries.find(({ flagged }) => flagged) ?? entries.reduce((a, b) => (isMoreSevere(b, a) ? b : a));

function entryOf(columns: readonly string[], layout: Layout): Entry {
  const text = (at: number): string => columns[at] ?? '';
  const terms = text(layout.terms).split('&').filter(Boolean); // both write the most severe first
  const [term = ''] = terms;
  const between = term.startsWith('intergenic'); // snpEff names what lies on both sides
  return {
    terms,
    term,
    impact: IMPACTS.find((one) => one === text(layout.impact)) ?? impactOf(terms),
    symbol: between ? '' : text(layout.symbol),
    transcript: between ? '' : text(layout.transcript),
    hgvsc: text(layout.hgvsc),
    hgvsp: text(layout.hgvsp).replace(/^.*:/, '').replace('%3D', '='),
    flagged: text(layout.pick) === '1',
  };
}

/** VEP names its columns behind `Format: `, snpEff between apostrophes. */
function layoutOf(header: readonly string[]): Layout | undefined {
  for (const line of header) {
    const [, tag, names] = /^##INFO=<ID=(CSQ|ANN),.*(?:Format: |annotations: ')([^"']*)/.exec(line) ?? [];
    if (!tag || !names) continue;
    const columns = names.split('|').map((name) => name.trim().toLowerCase());
    const place = (...known: string[]): number => columns.findIndex((name) => known.includes(name));
    return {
      tag: tag === 'ANN' ? 'ANN' : 'CSQ',
      terms: place('consequence', 'annotation'),
      impact: place('impact', 'annotation_impact'),
      symbol: place('symbol', 'gene_name'),
      transcript: place('feature', 'feature_id'),
      hgvsc: place('hgvsc', 'hgvs.c'),
      hgvsp: place('hgvsp', 'hgvs.p'),
      pick: place('pick'),
    };
  }
  return undefined;
}
