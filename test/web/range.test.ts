// test/web/range.test.ts — what a Range header asks for.
import assert from 'node:assert/strict';
import { askedRange } from '../../web/range.ts';

describe('a Range header', () => {
  const cases: [string, ReturnType<typeof askedRange>][] = [
    ['', 'whole'],
    ['lines=1-2', 'whole'],
    ['bytes=0-0', { from: 0, to: 1 }],
    ['Bytes= 2-4', { from: 2, to: 5 }],
    ['bytes=90-', { from: 90, to: 100 }],
    ['bytes=90-1000', { from: 90, to: 100 }],
    ['bytes=-10', { from: 90, to: 100 }],
    ['bytes=-1000', { from: 0, to: 100 }],
    ['bytes=-0', 'none'],
    ['bytes=100-', 'none'],
    ['bytes=100-101', 'none'],
    ['bytes=5-4', 'none'],
    ['bytes=-', 'none'],
    ['bytes=a-b', 'none'],
    ['bytes=1-2,4-5', 'none'],
    ['bytes=1e1-20', 'none'],
    [`bytes=${'9'.repeat(400)}-`, 'none'],
    [`bytes=0-${'9'.repeat(400)}`, { from: 0, to: 100 }],
  ];
  for (const [header, asked] of cases) {
    it(`"${header.slice(0, 20)}" of 100 bytes asks for ${JSON.stringify(asked)}`, () => {
      assert.deepEqual(askedRange(header, 100), asked);
    });
  }

  it('is given 64 MiB at a time', () => {
    const asked = askedRange('bytes=10-', 1_000_000_000);
    assert.deepEqual(asked, { from: 10, to: 10 + 64 * 1024 * 1024 });
  });

  it('asks an empty file for nothing that it has', () => {
    assert.equal(askedRange('bytes=0-', 0), 'none');
    assert.equal(askedRange('bytes=-1', 0), 'none');
  });
});
