// adapters/annotator/input/mended-text.ts — puts the mended records together: long stretches copied whole, edits between.

/** Text to be written; what is kept of one buffer without a gap costs one copy, whatever the number of lines. */
export interface MendedText {
  keep(bytes: Buffer, start: number, end: number): void;
  /** One newline, for which that of the buffer is taken if it comes next. */
  newline(): void;
  /** latin1 */
  text(text: string): void;
  /** All since the last time; valid until the next call of anything here. */
  take(): Buffer;
}

const NEWLINE = 10;
const NONE: Buffer = Buffer.alloc(0);

/** `room`: bytes to begin with; it grows with what is taken at once. */
export function mendedText(room = 512 * 1024): MendedText {
  let out = Buffer.allocUnsafeSlow(room);
  let used = 0;
  let kept = NONE;
  let from = 0;
  let to = 0;

  function need(more: number): void {
    if (used + more <= out.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(out.length * 2, used + more));
    out.copy(larger, 0, 0, used);
    out = larger;
  }
  function flush(): void {
    if (to === from) return;
    need(to - from);
    kept.copy(out, used, from, to);
    used += to - from;
    from = to;
  }

  return {
    keep(bytes, start, end) {
      if (bytes === kept && start === to) return void (to = end);
      flush();
      kept = bytes;
      from = start;
      to = end;
    },
    newline() {
      if (to > from && kept[to] === NEWLINE) return void (to += 1);
      flush();
      need(1);
      out[used++] = NEWLINE;
    },
    text(text) {
      flush();
      need(text.length);
      used += out.write(text, used, 'latin1');
    },
    take() {
      flush();
      kept = NONE;
      from = to = 0;
      const taken = out.subarray(0, used);
      used = 0;
      return taken;
    },
  };
}
