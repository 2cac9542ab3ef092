// adapters/annotator/consequence/reference.ts — bases of a FASTA file, by its .fai index, a window at a time.
import { closeSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Bases } from '../../../domain/transcript.ts';

interface Entry {
  length: number;
  offset: number;
  lineBases: number;
  lineBytes: number;
}
const WINDOW = 64 * 1024;

/** Opens `path` and `path.fai`. `basesOf` reads synchronously: 64 KiB take less time than handing the turn over. */
export async function openReference(path: string) {
  const entries = await readIndex(`${path}.fai`);
  const file = openSync(path, 'r');
  return {
    contigs: [...entries].map(([name, { length }]) => ({ name, length })),
    /** Bases of one contig; throws where the file does not have it. */
    basesOf(contig: string): Bases {
      const entry = entries.get(contig);
      if (!entry) throw new Error(`The reference has no contig ${contig}.`);
      return windowed(file, entry);
    },
    close: () => closeSync(file),
  };
}

export type Reference = Awaited<ReturnType<typeof openReference>>;

async function readIndex(path: string): Promise<Map<string, Entry>> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [name = '', length, offset, lineBases, lineBytes] = line.split('\t');
      return [
        name,
        { length: Number(length), offset: Number(offset), lineBases: Number(lineBases), lineBytes: Number(lineBytes) },
      ];
    }),
  );
}

function windowed(file: number, entry: Entry): Bases {
  let text = '';
  let first = 1;
  return (from, to) => {
    const start = Math.max(1, from);
    const end = Math.min(entry.length, to);
    if (start > end) return '';
    if (start < first || end >= first + text.length) {
      first = Math.max(1, start - 1024);
      text = readBases(file, entry, { from: first, to: Math.min(entry.length, Math.max(end, first + WINDOW)) });
    }
    return text.slice(start - first, end - first + 1);
  };
}

function readBases(file: number, { offset, lineBases, lineBytes }: Entry, { from, to }: { from: number; to: number }) {
  const byteOf = (position: number): number =>
    offset + Math.floor((position - 1) / lineBases) * lineBytes + ((position - 1) % lineBases);
  const bytes = Buffer.alloc(byteOf(to) - byteOf(from) + 1);
  readSync(file, bytes, 0, bytes.length, byteOf(from));
  return bytes.toString('latin1').replaceAll(/\s/g, '').toUpperCase();
}
