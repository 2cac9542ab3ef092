// test/adapters/annotator/input-properties.test.ts — what holds for every input: made at random, shrunk where it fails.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { inputReader } from '../../../adapters/annotator/input/input-reader.ts';
import { openReference } from '../../../adapters/annotator/input/reference.ts';
import type { Reference } from '../../../adapters/annotator/input/reference.ts';
import { InputRefused } from '../../../adapters/annotator/input/refused.ts';
import { CHRM, CHROM, mgrbPath, referencePath } from './a-check.ts';

interface Answer {
  text?: string;
  messages?: readonly string[];
  problems?: readonly string[];
}

let reference: Reference;
let bases: string;

/** The answer to bytes that come in chunks of these sizes, again and again. */
function answer(input: string | Buffer, sizes: readonly number[] = [1 << 20]): Answer {
  const bytes = typeof input === 'string' ? Buffer.from(input, 'latin1') : input;
  const reader = inputReader({ ...CHRM, limits: { ...CHRM.limits, recordsPerPosition: 50 } }, reference);
  let body = '';
  try {
    for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
      const to = from + sizes[turn % sizes.length]!;
      reader.push(Buffer.from(bytes.subarray(from, to))); // a buffer of its own: nothing may be read beyond
      body += reader.take().toString('latin1');
      from = to;
    }
    reader.end();
    body += reader.take().toString('latin1');
    const { header, messages } = reader.finish();
    return { text: header + body, messages };
  } catch (error) {
    const refused = reader.refusal(error);
    if (refused instanceof InputRefused) return { problems: refused.problems };
    throw error;
  }
}

const sequence = fc.string({ unit: fc.constantFrom('A', 'C', 'G', 'T'), minLength: 1, maxLength: 5 });
const word = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/);
const alternate = fc.oneof(
  { weight: 4, arbitrary: sequence },
  fc.constantFrom('*', '<DEL>', '<NON_REF>', '<DUP:TANDEM>', 'G]chrM:500]', '[<ctg>:9[AC'),
);
const genotype = fc.constantFrom('0/1', '1|0', '.', './.', '1', '0|0', '1/1/0');
const SAMPLES = 3;

/** One good record on chrM, as columns. */
const record = fc
  .record({
    position: fc.integer({ min: 1, max: 16_000 }),
    length: fc.integer({ min: 1, max: 4 }),
    alternates: fc.uniqueArray(alternate, { minLength: 1, maxLength: 3 }),
    quality: fc.constantFrom('.', '50', '3.25', '1e-5'),
    filter: fc.constantFrom('.', 'PASS', 'q10', 'q10;s50'),
    info: fc.uniqueArray(fc.record({ key: word, value: fc.option(fc.stringMatching(/^[A-Za-z0-9,.|]{1,8}$/)) }), {
      selector: ({ key }) => key,
      maxLength: 4,
    }),
    genotypes: fc.array(genotype, { minLength: SAMPLES, maxLength: SAMPLES }),
  })
  .map(({ position, length, alternates, quality, filter, info, genotypes }) => {
    const ref = bases.slice(position - 1, position - 1 + length);
    const different = alternates.filter((allele) => allele !== ref);
    const fields = info.map(({ key, value }) => (value === null ? key : `${key}=${value}`)).join(';') || '.';
    const columns = ['chrM', position, '.', ref, different.join(',') || '.', quality, filter, fields, 'GT'];
    return {
      position,
      line: [...columns, ...(different.length > 0 ? genotypes : genotypes.map(() => '0/0'))].join('\t'),
    };
  });

/** A good file: sorted, everything declared by a first check. */
const goodFile = fc.array(record, { minLength: 1, maxLength: 8 }).map((rows) => {
  const lines = rows.toSorted((a, b) => a.position - b.position).map(({ line }) => line);
  return `##fileformat=VCFv4.3\n##source=made\n${CHROM}\tFORMAT\tS1\tS2\tS3\n${lines.join('\n')}\n`;
});

/** The good file with a few bytes changed, removed or put in: most are broken, each in its own way. */
const brokenFile = fc
  .tuple(
    goodFile,
    fc.array(
      fc.record({
        at: fc.nat(10_000),
        remove: fc.nat(3),
        put: fc.oneof(
          fc.constantFrom('\t', '\n', '\r\n', ' ', '', ',', ';', '.', '<', ']', '\0', 'chrM', '-', ':', '\u00ff'),
          fc.string({ maxLength: 3, unit: 'binary-ascii' }),
        ),
      }),
      { maxLength: 4 },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce((now, { at, remove, put }) => {
      const from = at % now.length;
      return now.slice(0, from) + put + now.slice(from + remove);
    }, text),
  );

const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 });

describe('whatever the input, the check', () => {
  before(() => {
    reference = openReference(referencePath)!;
    bases = readFileSync(referencePath, 'latin1').split('\n').slice(1).join('').toUpperCase();
  });
  after(() => reference.close());

  it('gives the same answer however the bytes are cut into chunks', () => {
    fc.assert(
      fc.property(brokenFile, sizes, (text, cuts) => assert.deepEqual(answer(text, cuts), answer(text))),
      { numRuns: 150 },
    );
  });
  it('prints a good file as it was, once its header is complete', () => {
    fc.assert(
      fc.property(goodFile, (text) => {
        const complete = answer(text).text;
        assert.ok(complete?.endsWith(text.slice(text.indexOf(CHROM))), 'the records are printed byte for byte');
        assert.deepEqual(answer(complete ?? ''), { text: complete, messages: [] });
      }),
      { numRuns: 150 },
    );
  });
  it('changes nothing in what it has mended before', () => {
    fc.assert(
      fc.property(brokenFile, (text) => {
        const { text: mended, messages } = answer(text);
        if (mended === undefined) return;
        const again = answer(mended);
        assert.equal(again.text, mended);
        assert.deepEqual(
          again.messages,
          messages?.filter((message) => message.startsWith('Sorted')),
        );
      }),
      { numRuns: 200 },
    );
  });
  it('mends Windows line ends to what the file would be without them', () => {
    fc.assert(
      fc.property(goodFile, (text) => assert.equal(answer(text.replaceAll('\n', '\r\n')).text, answer(text).text)),
      { numRuns: 100 },
    );
  });
  it('answers every refusal with sentences, at most 51, without control characters', () => {
    fc.assert(
      fc.property(brokenFile, (text) => {
        const { problems } = answer(text);
        if (!problems) return;
        assert.ok(problems.length >= 1 && problems.length <= 51);
        for (const problem of problems) assert.match(problem, /^[^\p{Cc}]+[.?)]$/u);
      }),
      { numRuns: 150 },
    );
  });
  it('throws nothing but refusals at random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), sizes, (bytes, cuts) => {
        assert.ok(answer(Buffer.from(bytes), cuts).problems);
      }),
      { numRuns: 200 },
    );
  });
  it('prints a real population as it was', () => {
    const text = gunzipSync(readFileSync(mgrbPath)).toString('latin1');
    const records = `${text.slice(text.indexOf('\n#CHROM') + 1)}\n`; // its last line has no end
    assert.ok(answer(text, [4099]).text?.endsWith(records));
  });
});
