// bench/web/load.ts — people who each ask again as soon as they are answered; undici's pool, since fetch costs more than web.
import { Pool } from 'undici';

export interface Ask {
  path: string;
  headers?: Record<string, string>;
}

export interface Load {
  perSecond: number;
  medianMs: number;
  p99Ms: number;
}

/** `asks` has one function for each person, called for every request. Throws where an answer is not 200. */
export async function load(origin: string, asks: readonly (() => Ask)[], seconds: number): Promise<Load> {
  const pool = new Pool(origin, { connections: asks.length, pipelining: 1 });
  const taken: number[] = [];
  const ask = async ({ path, headers = {} }: Ask) => {
    const began = performance.now();
    const { statusCode, body } = await pool.request({ path, method: 'GET', headers });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${text.slice(0, 200)}`);
    return performance.now() - began;
  };
  try {
    await Promise.all(asks.map((next) => ask(next()))); // connections, and code that is run for the first time
    const began = performance.now();
    const until = began + seconds * 1000;
    await Promise.all(
      asks.map(async (next) => {
        while (performance.now() < until) taken.push(await ask(next()));
      }),
    );
    const perSecond = taken.length / ((performance.now() - began) / 1000);
    const sorted = taken.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
    return { perSecond, medianMs: at(0.5), p99Ms: at(0.99) };
  } finally {
    await pool.close();
  }
}
