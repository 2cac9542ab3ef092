// adapters/aws/part-buffers.ts — the buffers of transfers, used again and again.

export interface PartBuffers {
  /** Lends a buffer of the size of a part for as long as `work` takes. */
  lend<T>(work: (buffer: Buffer) => Promise<T>): Promise<T>;
}

/** Idle ones that the process keeps: as many as a transfer needs. */
const KEPT = 3;

const idle: Buffer[] = [];

/**
 * As many buffers as are lent at once, in memory that threads can read. Left to the garbage collector, tens of parts would
 * wait to be collected, and those of a transfer that has ended beside those of the next one.
 */
export function partBuffers(partBytes: number): PartBuffers {
  return {
    async lend(work) {
      const buffer = take(partBytes) ?? Buffer.from(new SharedArrayBuffer(partBytes));
      try {
        return await work(buffer);
      } finally {
        idle.push(buffer);
        if (idle.length > KEPT) idle.shift();
      }
    },
  };
}

function take(partBytes: number): Buffer | undefined {
  const at = idle.findIndex(({ length }) => length === partBytes);
  return at < 0 ? undefined : idle.splice(at, 1)[0];
}
