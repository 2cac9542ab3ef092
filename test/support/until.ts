// test/support/until.ts — waits for a condition instead of for a time.
import { setTimeout as delay } from 'node:timers/promises';

/** Asks again and again until the answer is neither undefined nor false, and answers it; mocha's time limit ends it. */
export async function until<T>(ask: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await delay(20);
  }
}
