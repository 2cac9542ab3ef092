// adapters/annotator/input/contig-track.ts — goes from contig to contig with the records, by the names they use.
import type { Contig, ContigNames } from './contig-names.ts';
import type { Problems } from './refused.ts';
import { startsWith } from './tags.ts';

const CHROM = 1;

/** A name is looked up when it changes; the same name again costs a comparison of its bytes. */
export function contigTracker(contigs: readonly Contig[], names: ContigNames, problems: Problems) {
  const met = new Set<number>();
  const unknown = new Set<string>();
  let written: Buffer = Buffer.from('\t'); // no name can be that
  let index = -1;
  let farthest = -1;
  let renames = false;
  let inOrder = true;

  function change(name: string): void {
    const next = names.indexOf(name);
    renames = contigs[next]?.name !== name;
    if (next === index && next >= 0) return;
    index = next;
    if (next < 0) return tellOnce(name);
    if (next < farthest) inOrder = false;
    farthest = Math.max(farthest, next);
    met.add(next);
  }

  function tellOnce(name: string): void {
    if (unknown.has(name)) return;
    unknown.add(name); // bounded: the problems are
    problems.add(CHROM, name === '' ? 'it is empty. Write the name of the contig.' : names.unknown(name));
  }

  return {
    /** Goes to the contig that is named there: its place in the genome, or -1. */
    enter(bytes: Buffer, start: number, end: number): number {
      if (end - start === written.length && startsWith(bytes, start, written)) return index;
      written = Buffer.from(bytes.subarray(start, end));
      change(written.toString('latin1'));
      return index;
    },
    /** Whether the records name the contig in another way than this genome. */
    renames: () => renames,
    finish: () => ({ met: [...met], inOrder }),
  };
}
