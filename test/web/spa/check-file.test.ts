// test/web/spa/check-file.test.ts — the page's look at a file says what the server would say, or nothing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { problemOf } from '../../../web/spa/parts/check-file.ts';
import { check, HEADER, LHON, mgrbPath, records, refusal, withSamples } from '../../adapters/annotator/a-check.ts';
import type { Malformed } from '../../adapters/annotator/a-check.ts';
import { HEADERS } from '../../adapters/annotator/malformed/headers.ts';
import { OTHER_FORMATS } from '../../adapters/annotator/malformed/other-formats.ts';
import { PACKINGS } from '../../adapters/annotator/malformed/packings.ts';
import { PLACES_AND_ALLELES } from '../../adapters/annotator/malformed/places-and-alleles.ts';
import { VALUES } from '../../adapters/annotator/malformed/values.ts';

const ALL = [...OTHER_FORMATS, ...HEADERS, ...PLACES_AND_ALLELES, ...VALUES, ...PACKINGS];
const found = (input: string | Uint8Array): Promise<string | undefined> =>
  problemOf(new Blob([new Uint8Array(Buffer.from(input))]));

describe('the page refuses before the upload', () => {
  const SEEN =
    /^(This is|This text|This looks|The file (is empty|has no text|was|begins)|The first|The header|Line \d+: (the format|VCF|this VCF|the lines))/;
  for (const [title, input, says] of OTHER_FORMATS.filter(([, , text]) => SEEN.test(text))) {
    it(`${title}, in the words of the server`, async () => assert.equal(await found(input()), says));
  }
  for (const [what, input] of [
    ['columns that are separated by spaces', HEADER + LHON.replaceAll('\t', ' ')],
    ['a record with a column missing', records('chrM 11778 . G A . .')],
    ['the same, packed', gzipSync(records('chrM 11778 . G A . .'))],
    ['the same, far from the end', gzipSync(records('chrM 11778 . G A . .') + LHON.repeat(200_000))],
    ['a sample missing', withSamples('S1 S2', 'chrM 11778 . G A . . . GT 0/1')],
    ['a BGZF file without its end', readFileSync(mgrbPath).subarray(0, -28)],
  ] as const) {
    it(`${what}, as the server does`, async () => {
      const said = await found(input);
      assert.ok(said !== undefined);
      assert.ok((await refusal(input, { limits: { recordsPerPosition: 1e6 } })).problems.includes(said));
    });
  }
});

describe('the page lets pass', () => {
  for (const [what, input] of [
    ['a VCF', HEADER + LHON],
    ['a VCF without a last line end', (HEADER + LHON).trimEnd()],
    ['Windows line ends and a byte order mark', `\ufeff${(HEADER + LHON).replaceAll('\n', '\r\n')}`],
    ['gzip', gzipSync(HEADER + LHON)],
    [
      'gzip of several members, the first of them within a line',
      Buffer.concat([gzipSync(HEADER.slice(0, 9)), gzipSync(HEADER.slice(9) + LHON)]),
    ],
    ['a large gzip', gzipSync(HEADER + LHON.repeat(200_000))],
    ['a large text', HEADER + LHON.repeat(10_000)],
    ['a header larger than what it looks at', HEADER.replace('#CHROM', `##x=${'y'.repeat(200_000)}\n#CHROM`) + LHON],
    ['BGZF', readFileSync(mgrbPath)],
  ] as const) {
    it(`${what}, as the server does`, async () => {
      assert.equal(await found(input), undefined);
      await check(input, { limits: { recordsPerPosition: 1e6 } });
    });
  }
  it('BCF', async () => assert.equal(await found(gzipSync(Buffer.from('BCF\x02\x02'))), undefined));
});

describe('whatever is malformed', () => {
  for (const [title, input] of ALL as readonly Malformed[]) {
    it(`the page says nothing that the server doesn't say: ${title}`, async () => {
      const said = await found(input());
      assert.ok(said === undefined || (await refusal(input())).problems.includes(said));
    });
  }
});
