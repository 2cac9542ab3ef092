// test/web/spa/upload/transfer.test.ts — one file in parts, over a line that breaks.
import assert from 'node:assert/strict';
import { sendParts, type Transfer } from '../../../../web/spa/upload/transfer.ts';

const FILE = new Blob(['aaaabbbbccccddddee']);

/** A bucket that takes parts of four bytes; `fails` says how often a part is refused. */
function aTransfer(fails: Record<number, number> = {}, over: Partial<Transfer> = {}) {
  const arrived = new Map<number, string>();
  const asked: (readonly number[])[] = [];
  const waits: number[] = [];
  const told: number[] = [];
  let atOnce = 0;
  let most = 0;
  const transfer: Transfer = {
    file: FILE,
    partBytes: 4,
    stored: [],
    async addresses(numbers) {
      asked.push(numbers);
      return numbers.map((number) => ({ number, url: String(number) }));
    },
    async put(url, part, { onSent }) {
      const number = Number(url);
      most = Math.max(most, (atOnce += 1));
      const text = await part.text();
      atOnce -= 1;
      onSent(1);
      if ((fails[number] ?? 0) > 0) {
        fails[number]! -= 1;
        throw new Error('the line broke');
      }
      arrived.set(number, text);
    },
    onSent: (bytes) => told.push(bytes),
    passes: () => true,
    wait: async (ms) => void waits.push(ms),
    signal: new AbortController().signal,
    ...over,
  };
  const text = () => [...arrived].toSorted(([a], [b]) => a - b).map(([, part]) => part);
  return { transfer, arrived, asked, waits, told, text, most: () => most };
}

describe('an upload in parts', () => {
  it('sends every part once, three at a time, the last one shorter', async () => {
    const { transfer, text, most, told } = aTransfer();
    await sendParts(transfer);
    assert.deepEqual(text(), ['aaaa', 'bbbb', 'cccc', 'dddd', 'ee']);
    assert.equal(most(), 3);
    assert.deepEqual([told[0], told.at(-1)], [0, 18]);
  });

  it('sends only what is missing, and counts what is there', async () => {
    const { transfer, text, told } = aTransfer({}, { stored: [1, 3, 5] });
    await sendParts(transfer);
    assert.deepEqual(text(), ['bbbb', 'dddd']);
    assert.deepEqual([told[0], told.at(-1)], [10, 18]);
  });

  it('asks for addresses together, and for a new one where a part failed', async () => {
    const { transfer, asked } = aTransfer({ 2: 1 });
    await sendParts(transfer);
    assert.deepEqual(asked, [[1, 2, 3, 4, 5], [2]]);
  });

  it('tries again after waits that grow', async () => {
    const { transfer, waits, text } = aTransfer({ 1: 3 });
    await sendParts(transfer);
    assert.deepEqual(waits, [1000, 2000, 4000]);
    assert.equal(text().length, 5);
  });

  it('gives up after seven waits, and at once where waiting does not help', async () => {
    const patient = aTransfer({ 1: 100 });
    await assert.rejects(sendParts(patient.transfer), /the line broke/);
    assert.equal(patient.waits.length, 7);
    const hopeless = aTransfer({ 1: 100 }, { passes: () => false });
    await assert.rejects(sendParts(hopeless.transfer), /the line broke/);
    assert.deepEqual(hopeless.waits, []);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const { transfer, arrived } = aTransfer({}, { signal: stop.signal });
    const put: Transfer['put'] = async (...of) => {
      await transfer.put(...of);
      stop.abort();
    };
    await assert.rejects(sendParts({ ...transfer, put }), { name: 'AbortError' });
    assert.ok(arrived.size <= 3);
  });
});
