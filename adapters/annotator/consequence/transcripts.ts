// adapters/annotator/consequence/transcripts.ts — the transcripts of a genome: written once from its GFF3, read a contig at a time.
import { closeSync, openSync, readSync } from 'node:fs';
import { geneticCode } from '../../../domain/genetic-code.ts';
import type { Transcript } from '../../../domain/transcript.ts';

/** Where the lines of each contig are in the table: [offset, bytes]. */
export type TranscriptIndex = Readonly<Record<string, readonly [number, number]>>;
type Row = Omit<Transcript, 'code'>;

/** Makes the table (a line per transcript, sorted by start within its contig) and its index. */
export function transcriptTable(byContig: ReadonlyMap<string, readonly Row[]>): {
  text: string;
  index: TranscriptIndex;
} {
  const index: Record<string, readonly [number, number]> = {};
  const parts: string[] = [];
  let offset = 0;
  for (const [contig, rows] of byContig) {
    const text = rows
      .toSorted((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1))
      .map(lineOf)
      .join('');
    index[contig] = [offset, Buffer.byteLength(text)];
    offset += Buffer.byteLength(text);
    parts.push(text);
  }
  return { text: parts.join(''), index };
}

const lineOf = (row: Row): string =>
  `${[
    row.id,
    row.gene,
    row.symbol,
    row.biotype,
    row.protein,
    row.strand,
    row.start,
    row.end,
    row.exons.join(','),
    row.coding.join(','),
    row.missing,
  ].join('\t')}\n`;

/** The transcripts of one contig by start; none for a contig without genes. */
export function readTranscripts(
  path: string,
  place: readonly [number, number] | undefined,
  code: number,
): Transcript[] {
  if (!place) return [];
  const [offset, length] = place;
  const bytes = Buffer.alloc(length);
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes, 0, length, offset);
  } finally {
    closeSync(file);
  }
  const table = geneticCode(code);
  const lines = bytes.toString('utf8').split('\n');
  return lines.filter(Boolean).map((line) => {
    const [id = '', gene = '', symbol = '', biotype = '', protein = '', ...numbers] = line.split('\t');
    const [strand, start, end, exons = '', coding = '', missing] = numbers;
    return {
      id,
      gene,
      symbol,
      biotype,
      protein,
      strand: strand === '-1' ? -1 : 1,
      start: Number(start),
      end: Number(end),
      exons: pairs(exons),
      coding: pairs(coding),
      missing: Number(missing) as Transcript['missing'],
      code: table,
    };
  });
}

const pairs = (text: string): number[] => (text === '' ? [] : text.split(',').map(Number));
