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

  /** False for a line that csq needs not. */
  function keep(
    columns: readonly string[],
    { kind, id, contig }: { kind: string; id: string; contig: string },
  ): boolean {
    if (id.startsWith('gene:')) genes.set(id.slice(5), geneOf(columns, id.slice(5)));
    else if (id.startsWith('transcript:')) {
      const gene = genes.get(after(attribute(columns[8]!, 'Parent'), 'gene:'));
      drafts.set(id.slice(11), { row: draftOf(columns, id.slice(11), gene), phases: [], contig });
    } else if (kind === 'exon' || kind === 'CDS') part(columns, kind);
    else return /UTR/.test(kind);
    return true;
  }

  return {
    line(text: string): { contig: string; text: string } | undefined {
      if (text.startsWith('#')) return undefined;
      const columns = text.split('\t');
      const contig = nameOf(columns[0]!);
      if (contig === undefined || columns.length < 9) return undefined;
      const [, , kind = '', , , , , , attributes = ''] = columns;
      return keep(columns, { kind, id: attribute(attributes, 'ID'), contig })
        ? { contig, text: [contig, ...columns.slice(1)].join('\t') }
        : undefined;
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

function geneOf([, , , , , , , , attributes = '']: readonly string[], id: string): Gene {
  return {
    id: word(id),
    symbol: word(attribute(attributes, 'Name')) || word(id),
    biotype: attribute(attributes, 'biotype'),
  };
}

function draftOf(columns: readonly string[], id: string, gene: Gene | undefined): Draft['row'] {
  const [, , , start, end, , strand, , attributes = ''] = columns;
  return {
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
