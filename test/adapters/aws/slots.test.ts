// test/adapters/aws/slots.test.ts — at most so many at once, whatever becomes of them.
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { slots } from '../../../adapters/aws/slots.ts';

describe('slots', () => {
  it('runs at most as many works at once as there are slots, all of them, in their order, also after one that failed', async () => {
    const within = slots(2);
    const begun: number[] = [];
    let [running, most] = [0, 0];
    const work = (number: number) => async () => {
      begun.push(number);
      most = Math.max(most, (running += 1));
      await setImmediate();
      running -= 1;
      if (number === 1) throw new Error('lost');
      return number;
    };
    const outcomes = await Promise.allSettled([0, 1, 2, 3, 4].map((number) => within(work(number))));
    assert.equal(most, 2);
    assert.deepEqual(begun, [0, 1, 2, 3, 4]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
    );
  });
});
