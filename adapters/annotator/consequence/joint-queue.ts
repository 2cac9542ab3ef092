// adapters/annotator/consequence/joint-queue.ts — holds records whose joint consequence csq tells in a later one.
import type { BcsqEntry } from '../../../domain/consequence.ts';
import type { Emitted, RecordLine } from './record-line.ts';

interface Waiting {
  /** A copy of the line, from its first byte. */
  line: Buffer;
  /** Where the line began in the bytes that `record` was read from. */
  start: number;
  record: RecordLine;
  bcsq: string;
  /** Positions whose records tell (`@14484`). */
  joined: readonly number[];
  /** Entries of this record, where some are joint. */
  entries: readonly BcsqEntry[];
}

/** Records held at once: a haplotype spans at most one transcript, so this is passed by none but hostile input. */
const HELD = 50_000;

/** Emits records in order, each as soon as the records that it points to have come. */
export function jointQueue(emit: (record: Emitted) => void) {
  let waiting: Waiting[] = [];
  let told = new Map<number, BcsqEntry[]>();
  let contig = '';
  let blockedUntil = 0;

  function flush(): void {
    for (const one of waiting) emit(resolved(one, told));
    waiting = [];
    blockedUntil = 0;
  }

  return {
    put(one: Waiting): void {
      const { record } = one;
      if (record.contig !== contig) {
        flush();
        told = new Map();
        contig = record.contig;
      }
      if (waiting.length > 0 && (record.position > blockedUntil || waiting.length >= HELD)) flush();
      const joint = one.entries.filter(({ change }) => change.includes('+'));
      if (joint.length > 0) told.set(record.position, [...(told.get(record.position) ?? []), ...joint]);
      const latest = Math.max(0, ...one.joined);
      if (waiting.length === 0 && latest <= record.position) return emit(resolved(one, told));
      blockedUntil = Math.max(blockedUntil, latest);
      waiting.push(one);
    },
    end: flush,
  };
}

function resolved({ line, start, record, bcsq, joined }: Waiting, told: ReadonlyMap<number, BcsqEntry[]>): Emitted {
  const own = `${record.position}${record.ref}>${record.alt}`;
  const joint = joined
    .flatMap((position) => told.get(position) ?? [])
    .filter(({ change }) => change.split('+').includes(own));
  const moved: RecordLine = {
    ...record,
    altEnd: record.altEnd - start,
    infoEnd: record.infoEnd - start,
    samples: record.samples > 0 ? record.samples - start : 0,
  };
  return { line, start: 0, end: line.length, record: moved, bcsq, joint: joined.length > 0 ? joint : undefined };
}
