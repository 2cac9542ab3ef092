// test/support/until.ts — waits for a condition instead of for a time.
import { setTimeout as delay } from 'node:timers/promises';

/** Longer than any test may take: a test that failed by its own time limit must not wait on for ever. */
const LIMIT_MS = 180_000;

/** Asks again and again until the answer is neither undefined nor false, and answers it. */
export async function until<T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  describe: () => string = () => String(ask),
): Promise<T> {
  const deadline = Date.now() + LIMIT_MS;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await delay(20);
  }
  throw new Error(`Waited in vain for: ${describe()}`);
}
