// adapters/annotator/consequence/line-splitter.ts — cuts bcftools' own output into lines, and gathers ours into large pieces.

/** Takes one line, without its newline; the bytes are valid during the call only. */
export type TakeLine = (line: Buffer, start: number, end: number) => void;

/** Calls `take` for each line of the chunks that are pushed. */
export function lineSplitter(take: TakeLine) {
  let held: Buffer[] = [];
  const release = (last: Buffer): void => {
    const whole = Buffer.concat([...held, last]);
    held = [];
    take(whole, 0, whole.length);
  };
  return {
    push(chunk: Buffer): void {
      let from = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
        if (held.length > 0) release(chunk.subarray(from, end));
        else take(chunk, from, end);
        from = end + 1;
      }
      if (from < chunk.length) held.push(chunk.subarray(from));
    },
    end(): void {
      if (held.length > 0) release(Buffer.alloc(0));
    },
  };
}

const ROOM = 256 * 1024;

/** Bytes and latin1 text, given back as buffers of about 256 KiB. */
export function gatherer() {
  let buffer = Buffer.allocUnsafe(ROOM);
  let filled = 0;
  let full: Buffer[] = [];
  const makeRoom = (bytes: number): void => {
    if (filled + bytes <= buffer.length) return;
    if (filled > 0) full.push(buffer.subarray(0, filled));
    buffer = Buffer.allocUnsafe(Math.max(ROOM, bytes));
    filled = 0;
  };
  return {
    bytes(from: Buffer, start: number, end: number): void {
      makeRoom(end - start);
      filled += from.copy(buffer, filled, start, end);
    },
    newline(): void {
      makeRoom(1);
      buffer[filled] = 10;
      filled += 1;
    },
    text(text: string): void {
      makeRoom(text.length);
      filled += buffer.write(text, filled, 'latin1');
    },
    /** What is full; with `all` the rest too. */
    take(all = false): Buffer[] {
      if (all && filled > 0) {
        full.push(buffer.subarray(0, filled));
        buffer = Buffer.allocUnsafe(ROOM);
        filled = 0;
      }
      const taken = full;
      full = [];
      return taken;
    },
  };
}
