// test/contracts/answer-records.contract.ts — what every AnswerRecords does, whatever keeps the answers.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AnswerRecords, KeptAnswer } from '../../domain/ports.ts';

const now = 1_700_000_000_500;

/** `open` answers records whose clock stands still at the given time. */
export function describeAnswerRecords(name: string, open: (clock: () => number) => Promise<AnswerRecords>): void {
  describe(`AnswerRecords: ${name}`, () => {
    let answers: AnswerRecords;
    before(async () => {
      answers = await open(() => now);
    });

    it('lets one of two take an id, and tells the other what is kept', async () => {
      const mine = aRequest();
      const told = await Promise.all([answers.claim(mine), answers.claim(mine)]);
      assert.deepEqual(new Set(told), new Set([undefined, mine]));
    });

    it('keeps the answer', async () => {
      const mine = aRequest();
      await answers.claim(mine);
      await answers.put({ ...mine, answer: 'sealed' });
      assert.deepEqual(await answers.claim({ ...mine, fingerprint: 'another' }), { ...mine, answer: 'sealed' });
    });

    it('gives an id away again once it has expired or was removed', async () => {
      const [expired, removed] = [aRequest(now), aRequest()];
      for (const each of [expired, removed]) await answers.claim(each);
      await answers.remove(removed.id);
      await answers.remove(removed.id);
      for (const each of [expired, removed]) assert.equal(await answers.claim(each), undefined);
    });
  });
}

const aRequest = (expiresAt = now + 1000): KeptAnswer => ({ id: randomUUID(), fingerprint: 'print', expiresAt });
