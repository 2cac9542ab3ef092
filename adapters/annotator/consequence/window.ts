// adapters/annotator/consequence/window.ts — the transcripts near a position that only moves forward.
import type { Transcript } from '../../../domain/transcript.ts';

/** `transcripts` are sorted by start. `near` answers those within `distance` bases of `from` to `to`. */
export function transcriptWindow(transcripts: readonly Transcript[], distance: number) {
  let next = 0;
  let open: Transcript[] = [];
  let earliestEnd = Infinity;
  return {
    near(from: number, to: number): readonly Transcript[] {
      if (earliestEnd < from - distance) {
        open = open.filter(({ end }) => end >= from - distance);
        earliestEnd = open.reduce((least, { end }) => Math.min(least, end), Infinity);
      }
      for (; next < transcripts.length && transcripts[next]!.start <= to + distance; next += 1) {
        const transcript = transcripts[next]!;
        open.push(transcript);
        earliestEnd = Math.min(earliestEnd, transcript.end);
      }
      return open;
    },
  };
}
