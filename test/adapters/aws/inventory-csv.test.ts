// test/adapters/aws/inventory-csv.test.ts — inventories as Amazon writes them, and as it once did, cut anywhere.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { rowsIn } from '../../../adapters/aws/inventory-csv.ts';
import type { ListedArchive } from '../../../domain/archive-store.ts';

const HEADER = 'ArchiveId,ArchiveDescription,CreationDate,Size,SHA256TreeHash';
const [jobId, userId] = [randomUUID(), randomUUID()];
const ours = JSON.stringify({ job: jobId, user: userId, bytes: 7, sha256TreeHash: 'ab'.repeat(32) });
const doubled = (text: string) => `"${text.replaceAll('"', '""')}"`;
const backslashed = (text: string) => `"${text.replaceAll(/[\\"]/g, String.raw`\$&`)}"`;
const row = (id: string, description: string) => `${id},${description},2026-11-22T10:00:00Z,7,${'ab'.repeat(32)}`;
const read = (text: string, isLast = true) => rowsIn(Buffer.from(text), isLast);
const listed = { bytes: 7, treeHash: 'ab'.repeat(32), createdAt: Date.parse('2026-11-22T10:00:00Z') };

describe('an inventory in CSV', () => {
  for (const [style, quote] of Object.entries({ doubled, backslashed })) {
    it(`tells whose each archive is, with ${style} quotes`, () => {
      const { archives } = read(`${HEADER}\n${row('a', quote(ours))}\n`);
      assert.deepEqual(archives, [{ archiveId: 'a', jobId, userId, ...listed }]);
    });
  }

  it('takes an older description, which names no user', () => {
    const older = JSON.stringify({ job: jobId, bytes: 7 });
    assert.deepEqual(read(row('a', doubled(older))).archives, [{ archiveId: 'a', jobId, ...listed }]);
  });

  it('takes nothing for ours that is not, to the letter', () => {
    const strange = ['', 'photos/2019', '{}', '{"job":"x"}', JSON.stringify({ ...JSON.parse(ours), more: 1 }), '[1,2]'];
    for (const description of strange) {
      assert.deepEqual(read(row('a', doubled(description))).archives, [{ archiveId: 'a', ...listed }], description);
    }
  });

  it('reads lines with any end, the last one without, and fields without quotes', () => {
    const { archives } = read(`${HEADER}\r\n${row('a', '')}\r\n"b",plain,"2026-11-22T10:00:00Z",7,x`);
    assert.deepEqual(
      archives.map(({ archiveId }) => archiveId),
      ['a', 'b'],
    );
  });

  it('refuses what is no row', () => {
    assert.throws(() => read('a,b,c\n'), /five fields/);
    assert.throws(() => read('a row that does not end', false), /longer than/);
  });

  it('never cuts a row, wherever a window ends', () => {
    const text = [HEADER, ...Array.from({ length: 30 }, (_, n) => row(`archive-${n}`, doubled(ours))), ''].join('\n');
    const longest = Math.max(...text.split('\n').map((line) => line.length)) + 1;
    fc.assert(
      fc.property(fc.integer({ min: longest, max: longest * 4 }), (window) => {
        const ids = inWindows(Buffer.from(text), window).map(({ archiveId }) => archiveId);
        assert.deepEqual(
          ids,
          Array.from({ length: 30 }, (_, n) => `archive-${n}`),
        );
      }),
    );
  });
});

function inWindows(text: Buffer, window: number): ListedArchive[] {
  const all: ListedArchive[] = [];
  for (let from = 0; from < text.length;) {
    const to = Math.min(text.length, from + window);
    const { archives, bytes } = rowsIn(text.subarray(from, to), to === text.length);
    all.push(...archives);
    from += bytes;
  }
  return all;
}
