// test/adapters/annotator/malformed/packings.ts — torn and damaged packed files, each with the sentence that its owner reads.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { HEADER, LHON, mgrbPath } from '../a-check.ts';
import type { Malformed } from '../a-check.ts';

const PACKED = gzipSync(HEADER + LHON.repeat(99));
export const PACKINGS: readonly Malformed[] = [
  [
    'a gzip that was cut off',
    () => PACKED.subarray(0, -20),
    'The compressed file is damaged or was cut off on the way, so its end is missing. Upload it again, or test it with "gzip -t".',
  ],
  [
    'a gzip of which the head alone is there',
    () => PACKED.subarray(0, 12),
    'The compressed file is damaged or was cut off on the way, so its end is missing. Upload it again, or test it with "gzip -t".',
  ],
  [
    'a gzip with a flipped bit in its sum',
    () => Buffer.concat([PACKED.subarray(0, -8), Buffer.alloc(8, 7)]),
    'The compressed file is damaged or was cut off on the way, so its end is missing. Upload it again, or test it with "gzip -t".',
  ],
  [
    'a BGZF file that was cut between its blocks',
    () => readFileSync(mgrbPath).subarray(0, -28),
    'The compressed file is damaged or was cut off on the way, so its end is missing. Upload it again, or test it with "gzip -t".',
  ],
  [
    'a BGZF file that was cut within a block',
    () => readFileSync(mgrbPath).subarray(0, 5000),
    'The compressed file is damaged or was cut off on the way, so its end is missing. Upload it again, or test it with "gzip -t".',
  ],
  [
    'a gzip with garbage after it',
    () => Buffer.concat([PACKED, Buffer.from('garbage')]),
    'The compressed file is damaged or was cut off on the way, so its end is missing. Upload it again, or test it with "gzip -t".',
  ],
  [
    'a gzip within a gzip',
    () => gzipSync(PACKED),
    'The file was compressed twice. Unpack it once and upload it again.',
  ],
  [
    'a gzip of something else',
    () => gzipSync('>chrM\nACGT\n'),
    'This is a FASTA file of sequences. Upload a VCF file of variants.',
  ],
];
