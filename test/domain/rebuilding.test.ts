// test/domain/rebuilding.test.ts — which row is made of what is left of a job, and what the metadata of its log keeps.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { notesOf, readNotes } from '../../domain/file-notes.ts';
import type { ListedVersion } from '../../domain/ports.ts';
import { isUnproven, namedArchiveAt, rebuild, type Remains } from '../../domain/rebuilding.ts';

const [jobId, userId, hash] = ['0b6e3c1a-2f7d-4f0e-9a53-0d5a8f1f6a01', 'ann', 'ab'.repeat(32)];
const places = { inputsBucket: 'inputs', resultsBucket: 'results', keyPrefix: 'gas' };
const NOW = 1_700_000_000_000;
const home = `gas/${userId}/${jobId}~`;

function version(name: string, over: Partial<ListedVersion> = {}): ListedVersion {
  return { key: `${home}${name}`, versionId: name, bytes: 10, modifiedAt: 5000, deleteMarker: false, ...over };
}
const [input, result, index, log] = ['s.vcf', 's.annot.vcf.gz', 's.annot.vcf.gz.tbi', 's.vcf.count.log'].map((name) =>
  version(name),
) as [ListedVersion, ListedVersion, ListedVersion, ListedVersion];
const archive = { id: 'a', store: 'glacier-vault', bytes: 10, treeHash: hash, createdAt: 9000 } as const;
const of = (over: Partial<Remains>) =>
  rebuild({ jobId, userId, inputs: [], results: [], notes: {}, ...over }, places, NOW);

describe('rebuild, of what is left of a job', () => {
  const CASES: [string, Partial<Remains>, string][] = [
    ['all its files', { inputs: [input], results: [result, index, log] }, 'hot'],
    ['its result alone', { results: [result] }, 'hot'],
    ['files and an older archive', { results: [result, log], archive }, 'hot'],
    ['an archive and what lies beside', { inputs: [input], results: [index, log], archive }, 'archived'],
    ['an archive alone', { archive }, 'archived'],
    ['an archive without a hash', { archive: { ...archive, treeHash: '' } }, 'not: noHash'],
    ['what lies beside a result', { inputs: [input], results: [index, log] }, 'not: notListed'],
    ['a log', { inputs: [input], results: [log] }, 'failed'],
    ['an input', { inputs: [input] }, 'not: unfinished'],
    ['a result that was deleted', { results: [version('s.annot.vcf.gz', { deleteMarker: true })] }, 'not: unfinished'],
    ['files of a job that was deleted', { results: [result], archive, deletedAt: 7 }, 'deleted'],
  ];
  for (const [what, remains, expected] of CASES) {
    it(`makes of ${what}: ${expected}`, () => {
      const made = of(remains);
      assert.equal(made.kind === 'not' ? `not: ${made.why}` : made.kind, expected);
    });
  }

  it('names in a row what a download and a restore need', () => {
    const hot = of({ inputs: [input], results: [result, log], notes: { resultBytes: 10, resultTreeHash: hash } });
    assert.ok(hot.kind === 'hot');
    assert.deepEqual(
      [hot.row.hotKey, hot.row.result],
      [result.key, { bucket: 'results', key: result.key, versionId: result.versionId, bytes: 10, treeHash: hash }],
    );
    const cold = of({ results: [index, log], archive });
    assert.ok(cold.kind === 'archived');
    const { result: where, archive: named, archiveStatus, hotKey } = cold.row;
    assert.deepEqual([where?.key, named?.id, archiveStatus, hotKey], [result.key, 'a', 'ARCHIVED', undefined]);
    assert.equal(namedArchiveAt(cold.row), archive.createdAt);
  });

  it('does not believe notes about bytes of another size', () => {
    const made = of({ results: [result, log], notes: { resultBytes: 11, resultTreeHash: hash } });
    assert.ok(made.kind === 'hot');
    assert.equal(made.row.result?.treeHash, undefined);
  });

  it('takes names and times from the notes, else from files, and says which', () => {
    const noted = of({
      inputs: [input],
      results: [log],
      notes: { inputFileName: 'å.vcf', name: 'n', submittedAt: 42 },
    });
    assert.ok(noted.kind === 'failed');
    const { inputFileName, name, submittedAt } = noted.row;
    assert.deepEqual([inputFileName, name, submittedAt, noted.estimated], ['å.vcf', 'n', 42, false]);
    const plain = of({ inputs: [input], results: [log] });
    assert.ok(plain.kind === 'failed');
    assert.deepEqual([plain.row.inputFileName, plain.row.submittedAt, plain.estimated], ['s.vcf', 5000, true]);
  });

  it('is above every version that the lost row can have had, and unproven until it was read', () => {
    const made = of({ archive });
    assert.ok(made.kind === 'archived');
    assert.ok(made.row.version > 1_000_000);
    assert.equal(isUnproven(made.row), true);
    const restored = { ...made.row, timeline: [...made.row.timeline, { at: NOW, event: 'restored' } as const] };
    assert.deepEqual([isUnproven(restored), namedArchiveAt(restored)], [false, undefined]);
  });
});

describe('the notes of a log', () => {
  const job = { inputFileName: 'é, "1".vcf', name: '名前', genome: 'GRCh38', submittedAt: 1_700_000_000_123 };

  it('are read as they were written', () => {
    const notes = notesOf(job, { bytes: 7, treeHash: hash, records: 3 });
    assert.deepEqual(readNotes(notes), { ...job, resultBytes: 7, resultTreeHash: hash, records: 3 });
    assert.deepEqual(readNotes({}), {});
    assert.deepEqual(readNotes({ 'job-name': '%', 'job-submitted': 'now', 'result-tree-hash': 'x' }), {});
  });

  it('fit into what S3 takes, in ASCII, whatever the names are', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 1024 }),
        fc.string({ unit: 'binary', maxLength: 1024 }),
        (a, b) => {
          const notes = notesOf({ ...job, name: a, inputFileName: b });
          const text = Object.entries(notes).flat().join('');
          assert.match(text, /^[\x20-\x7e]*$/);
          assert.ok(text.length < 2048);
          assert.equal(readNotes(notes).submittedAt, job.submittedAt);
        },
      ),
      { numRuns: 50 },
    );
  });
});
