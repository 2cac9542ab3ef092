// adapters/aws/part-buffers.ts — the buffers of a transfer, used again and again.

export interface PartBuffers {
  /** Lends a buffer of the size of a part for as long as `work` takes. */
  lend<T>(work: (buffer: Buffer) => Promise<T>): Promise<T>;
}

/** As many buffers as are lent at once: left to the garbage collector, tens of parts would wait to be collected. */
export function partBuffers(partBytes: number): PartBuffers {
  const free: Buffer[] = [];
  return {
    async lend(work) {
      const buffer = free.pop() ?? Buffer.allocUnsafeSlow(partBytes);
      try {
        return await work(buffer);
      } finally {
        free.push(buffer);
      }
    },
  };
}
