// adapters/annotator/consequence/foreign-view.ts — reads what VEP (CSQ) or snpEff (ANN) has written, to count and tabulate it.
import type { Impact } from '../../../domain/consequence.ts';
import { bySeverity, impactOf, IMPACTS, rankOf } from '../../../domain/consequence.ts';
import { kindOf } from '../../../domain/annotation-summary.ts';
import type { ContigView } from './contig-view.ts';
import type { Described } from './describe.ts';
import { infoValue } from './record-line.ts';

interface Layout {
  tag: 'CSQ' | 'ANN';
  terms: number;
  impact: number;
  symbol: number;
}

/** `header` has the lines of the stream; without a field that it knows, alleles are counted by their kind alone. */
export function foreignView(header: readonly string[]): ContigView {
  const layout = layoutOf(header);
  return {
    textOf({ ref, alt, bcsq: info }) {
      const kind = kindOf(ref, alt);
      const value = layout && infoValue(info, layout.tag);
      const found = layout && value ? value.split(',').map((entry) => entryOf(entry.split('|'), layout)) : [];
      const worst = found.reduce((a, b) => (rankOf(b.terms[0] ?? '') < rankOf(a.terms[0] ?? '') ? b : a), found[0]!);
      const tally = {
        ...kind,
        term: worst?.terms[0] ?? 'not_annotated',
        impact: worst?.impact ?? '',
        symbol: worst?.symbol ?? '',
      } as const;
      return { csq: '', hgvsg: '', places: [], tally, picked: worst };
    },
  };
}

function entryOf(columns: readonly string[], { terms, impact, symbol }: Layout): Described & { symbol: string } {
  const words = bySeverity((columns[terms] ?? '').split('&').filter(Boolean));
  const said = IMPACTS.find((one): one is Impact => one === columns[impact]);
  return { terms: words, impact: said ?? impactOf(words), symbol: columns[symbol] ?? '', hgvsc: '', haplotype: '' };
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
    };
  }
  return undefined;
}
