// adapters/annotator/gff3.ts — reads an Ensembl GFF3: the transcripts of each contig, and the lines that bcftools csq needs.
import type { Transcript } from '../../domain/transcript.ts';

type Row = Omit<Transcript, 'code'>;
interface Gene {
  id: string;
  symbol: string;
  biotype: string;
}
interface Draft {
  row: Row & { exons: number[]; coding: number[] };
  phases: number[];
  contig: string;
}

/** Made safe for INFO, where commas, semicolons, bars and spaces separate. */
const word = (text: string): string => decoded(text).replaceAll(/[^\w.:()/-]/g, '_');

/**
 * Takes lines; `nameOf` answers the genome's name of a contig, undefined for one to leave out. `line` answers the line as
 * csq is to see it, or nothing where it needs none.
 */
export function gff3Reader(nameOf: (contig: string) => string | undefined) {
  const genes = new Map<string, Gene>();
  const drafts = new Map<string, Draft>();

  function transcript(columns: readonly string[], id: string, contig: string): void {
    const [, , , start, end, , strand, , attributes = ''] = columns;
    const gene = genes.get(after(attribute(attributes, 'Parent'), 'gene:'));
    const row: Draft['row'] = {
      id,
      gene: gene?.id ?? '',
      symbol: gene?.symbol ?? '',
      biotype: word(attribute(attributes, 'biotype') || gene?.biotype || ''),
      protein: '',
      strand: strand === '-' ? -1 : 1,
      start: Number(start),
      end: Number(end),
      exons: [],
      coding: [],
      missing: 0,
    };
    drafts.set(id, { row, phases: [], contig });
  }

  function part(columns: readonly string[], kind: 'exon' | 'CDS'): void {
    const [, , , start, end, , , phase, attributes = ''] = columns;
    for (const parent of attribute(attributes, 'Parent').split(',')) {
      const draft = drafts.get(after(parent, 'transcript:'));
      if (!draft) continue;
      draft.row[kind === 'CDS' ? 'coding' : 'exons'].push(Number(start), Number(end));
      if (kind === 'exon') continue;
      draft.phases.push(phase === '1' || phase === '2' ? Number(phase) : 0);
      draft.row.protein = word(attribute(attributes, 'protein_id')) || draft.row.protein;
    }
  }

  return {
    line(text: string): { contig: string; text: string } | undefined {
      if (text.startsWith('#')) return undefined;
      const columns = text.split('\t');
      const contig = nameOf(columns[0]!);
      if (contig === undefined || columns.length < 9) return undefined;
      const [, , kind = '', , , , , , attributes = ''] = columns;
      const id = attribute(attributes, 'ID');
      if (id.startsWith('gene:')) {
        const name = word(attribute(attributes, 'Name')) || id.slice(5);
        genes.set(id.slice(5), { id: word(id.slice(5)), symbol: name, biotype: attribute(attributes, 'biotype') });
      } else if (id.startsWith('transcript:')) transcript(columns, id.slice(11), contig);
      else if (kind === 'exon' || kind === 'CDS') part(columns, kind);
      else if (!/UTR/.test(kind)) return undefined;
      return { contig, text: [contig, ...columns.slice(1)].join('\t') };
    },
    /** The transcripts by contig. */
    finish(): Map<string, Row[]> {
      const byContig = new Map<string, Row[]>();
      for (const { row, phases, contig } of drafts.values()) {
        const rows = byContig.get(contig) ?? [];
        rows.push(finished(row, phases));
        byContig.set(contig, rows);
      }
      return byContig;
    },
  };
}

/** Parts in ascending order; the phase of the first coding part tells how much of the first codon is missing. */
function finished(row: Draft['row'], phases: readonly number[]): Row {
  const order = phases.map((_, at) => at).toSorted((a, b) => row.coding[2 * a]! - row.coding[2 * b]!);
  const first = row.strand === 1 ? order[0] : order.at(-1);
  const phase = first === undefined ? 0 : phases[first]!;
  return {
    ...row,
    exons: ascending(row.exons.length > 0 ? row.exons : [row.start, row.end]),
    coding: ascending(row.coding),
    missing: ((3 - phase) % 3) as Row['missing'],
  };
}

function ascending(pairs: readonly number[]): number[] {
  const parts: [number, number][] = [];
  for (let at = 0; at < pairs.length; at += 2) parts.push([pairs[at]!, pairs[at + 1]!]);
  return parts.toSorted(([a], [b]) => a - b).flat();
}

function attribute(attributes: string, name: string): string {
  for (const pair of attributes.split(';')) if (pair.startsWith(`${name}=`)) return pair.slice(name.length + 1).trim();
  return '';
}

const after = (text: string, prefix: string): string => (text.startsWith(prefix) ? text.slice(prefix.length) : text);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
