// adapters/aws/part-buffers.ts — the buffers of a transfer, used again and again.

export interface PartBuffers {
  /** Lends a buffer of the size of a part for as long as `work` takes. */
  lend<T>(work: (buffer: Buffer) => Promise<T>): Promise<T>;
}

/** As many buffers as are lent at once (`shared`: that a thread can read): left to the garbage collector, tens of parts would wait to be collected. */
export function partBuffers(partBytes: number, { shared = false } = {}): PartBuffers {
  const free: Buffer[] = [];
  const make = () => (shared ? Buffer.from(new SharedArrayBuffer(partBytes)) : Buffer.allocUnsafeSlow(partBytes));
  return {
    async lend(work) {
      const buffer = free.pop() ?? make();
      try {
        return await work(buffer);
      } finally {
        free.push(buffer);
      }
    },
  };
}
