// bench/archive/memory.ts — the resident memory of a process while it works (Linux: /proc).
import { readFile } from 'node:fs/promises';

const SAMPLE_MS = 100;

export interface Memory {
  /** In MiB: by how much it grew from the start to its peak, and the peak. */
  stop(): Promise<{ grew: number; peak: number }>;
}

/** Samples until it is stopped. */
export async function watchMemory(pid: number): Promise<Memory> {
  const resident = async () => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  const first = await resident();
  let peak = first;
  const sample = async () => (peak = Math.max(peak, await resident()));
  // Where the process has ended, the last sample says so, after everything else has been cleared up.
  const timer = setInterval(() => void sample().catch(() => undefined), SAMPLE_MS);
  return {
    async stop() {
      clearInterval(timer);
      await sample();
      return { grew: Math.round(peak - first), peak: Math.round(peak) };
    },
  };
}
