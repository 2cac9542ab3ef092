// chaos/files.ts — the VCFs that people submit: cut out of a real one, each with marks that must never leak.
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Random } from './random.ts';

const SIZES = ['tiny', 'small', 'large', 'broken'] as const;
export type Size = (typeof SIZES)[number];

/** In every record of every file: whatever a process logs or Temporal keeps, this must not be in it. */
export const MARK = 'GASCHAOSMARK';

const RECORDS = { tiny: 4, small: 400, large: 1500, broken: 3 } as const;
const NOTE = '##INFO=<ID=NOTE,Number=1,Type=String,Description="A note">';
/** Characters of noise in a record of a large file, so that its result takes several parts of 1 MiB. */
const NOISE = 2400;

export interface Files {
  /** A VCF of this size, different for every draw. */
  make(size: Size, random: Random): Buffer;
}

/** Opens the example VCF (gzip) that records are cut from. */
export async function openFiles(example: string): Promise<Files> {
  const lines = gunzipSync(await readFile(example))
    .toString()
    .split('\n')
    .filter(Boolean);
  const header = lines.filter((line) => line.startsWith('##'));
  const columns = lines.find((line) => line.startsWith('#CHROM'))!;
  const records = lines.filter((line) => !line.startsWith('#'));
  return {
    make(size, random) {
      const from = random.below(records.length - RECORDS[size]);
      const chosen = records.slice(from, from + RECORDS[size]).map((line) => marked(line, size, random));
      if (size === 'broken') chosen.push(`chrM\tnowhere\t${MARK}\tA\tG\t.\tPASS\tNOTE=${MARK}`);
      return Buffer.from([...header, NOTE, columns, ...chosen, ''].join('\n'));
    },
  };
}

function marked(line: string, size: Size, random: Random): string {
  const columns = line.split('\t');
  const noise = size === 'large' ? Array.from({ length: NOISE / 8 }, () => word(random)).join('') : word(random);
  const info = columns[7] === '.' ? '' : `${columns[7]};`;
  columns[7] = `${info}NOTE=${MARK}${noise}`;
  return columns.join('\t');
}

function word(random: Random): string {
  return random.next().toString(36).slice(2, 10).padEnd(8, 'x');
}
