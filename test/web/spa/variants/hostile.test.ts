// test/web/spa/variants/hostile.test.ts — files that are not what they should be, and values that would like to be more.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { httpSource } from '../../../../web/spa/variants/byte-source.ts';
import { CHROM } from '../../../adapters/annotator/an-annotation.ts';
import { type AWeb, aWeb } from '../../support/a-web.ts';
import { looking, packed } from './a-result.ts';

const CSQ = '##INFO=<ID=CSQ,Number=.,Type=String,Description="x. Format: Allele|Consequence|IMPACT|SYMBOL|PICK">';
const TOP = `##fileformat=VCFv4.2\n${CSQ}\n${CHROM}\n`;
const NO_INDEX = Buffer.alloc(0);
const row = (position: number, info: string, id = '.'): string => `chr1\t${position}\t${id}\tA\tC\t.\t.\t${info}\n`;

const look = (text: string | Buffer, blockBytes?: number) =>
  looking({ data: packed(text, blockBytes), index: NO_INDEX }, [{ name: 'DIS' }]);

describe('a hostile result', () => {
  it('gives its values as the text they are, and no formula to a spreadsheet', async () => {
    const evil = '=HYPERLINK("http://x","y")';
    const text =
      TOP + row(1, `CSQ=C|<script>|HIGH|@SUM(1)|1;DIS=${evil}`, '+cmd|x') + row(2, 'CSQ=,|,||||||;DIS', '-1');
    const page = await look(text);
    const { variants } = await page.search({});
    assert.deepEqual([variants[0]!.consequence, variants[0]!.disease, variants[0]!.id], ['<script>', evil, '+cmd|x']);
    assert.deepEqual([variants[1]!.gene, variants[1]!.disease], ['', '']);
    const [, first, second] = (await page.exported({}, 'tsv')).split('\n');
    assert.ok(
      first!.split('\t').every((value) => !/^[=+@-]/.test(value)),
      first,
    );
    assert.equal(second!.split('\t')[2], '-1');
  });

  it('is searched for signs as they are, none of them a pattern', async () => {
    const page = await look(TOP + row(1, 'CSQ=C|x|HIGH|A.B|1;DIS=a(b[c') + row(2, 'CSQ=C|x|HIGH|AxB|1;DIS=q'));
    for (const filter of [{ gene: 'A.B' }, { disease: '(b[' }, { text: 'A.B|1;DIS=a(' }]) {
      assert.deepEqual(
        (await page.search(filter)).variants.map(({ position }) => position),
        [1],
        JSON.stringify(filter),
      );
    }
  });

  it('is exported byte for byte, also what is no text', async () => {
    const bytes = Buffer.concat([Buffer.from(`${TOP}${row(1, 'A=é')}chr1\t2\t`), Buffer.from([0xff, 0xfe, 0xc3])]);
    const text = Buffer.concat([bytes, Buffer.from('\tA\tC\t.\t.\tG=ü😀\n\uFEFFchr1\t3\t.\tA\tG\t.\t.\tG=1\n')]);
    for (const blockBytes of [7, 61, 5000]) {
      const page = await look(text, blockBytes);
      await page.ask({ kind: 'export', export: 1, filter: {}, format: 'vcf' });
      assert.deepEqual(Buffer.from(await page.all('exported')[0]!.file.arrayBuffer()), text);
      await page.ask({ kind: 'export', export: 2, filter: { text: 'G=' }, format: 'vcf' });
      const wanted = Buffer.from(await page.all('exported')[1]!.file.arrayBuffer());
      assert.deepEqual(wanted.subarray(Buffer.byteLength(TOP)), text.subarray(Buffer.byteLength(TOP + row(1, 'A=é'))));
    }
  });

  it('is read alike however its lines lie in its blocks', async () => {
    const info = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ';', '='), maxLength: 30 });
    const records = fc.array(info, { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(records, fc.integer({ min: 8, max: 300 }), fc.boolean(), async (infos, blockBytes, open) => {
        const text = TOP + infos.map((value, at) => row(at + 1, `N=${value}`)).join('');
        const page = await look(open ? text.slice(0, -1) : text, blockBytes);
        const { rows, matches } = await page.search({}, infos.length);
        assert.equal(matches, infos.length);
        assert.equal(await page.exported({}, 'vcf'), text);
        const last = infos.length - 1;
        await page.ask({ kind: 'details', details: 1, place: rows[last]!.place });
        assert.equal(page.all('details')[0]!.found.variant.position, last + 1);
        page.told.length = 0;
        await page.ask({ kind: 'search', search: 1, filter: {}, rows: 1 });
        await page.ask({ kind: 'more', search: 1, rows: 100 });
        const shown = page.all('rows').flatMap((one) => one.rows.map(({ variant }) => variant.position));
        assert.deepEqual(
          shown,
          Array.from(infos, (_, at) => at + 1),
        );
      }),
      { numRuns: 20, seed: 7 },
    );
  });

  const whole = packed(TOP + row(1, 'DIS=x').repeat(50));
  const changed = (at: number, to: number): Buffer => {
    const copy = Buffer.from(whole);
    copy[at] = to;
    return copy;
  };
  for (const [what, data] of [
    ['no BGZF', Buffer.from(TOP)],
    ['cut off', whole.subarray(0, whole.length - 40)],
    ['of a block that is longer than it says', changed(whole.readUInt16LE(16) - 3, 1)],
    ['of a block that says it is huge', changed(whole.readUInt16LE(16), 0xff)],
    ['of a block without its length', changed(12, 0)],
    ['of a block that does not inflate', changed(20, 0xff)],
  ] as const) {
    it(`is told to be damaged where it is ${what}`, async () => {
      const page = await looking({ data, index: NO_INDEX });
      const failed = page.all('failed')[0] ?? (await page.search({})).failed;
      assert.deepEqual([failed?.id, typeof failed?.message], ['damaged', 'string']);
    });
  }

  it('is told to be damaged where its index is none, but shows what needs none', async () => {
    for (const index of [NO_INDEX, packed('no index'), packed(Buffer.from('5442490101000000', 'hex'))]) {
      const page = await looking({ data: whole, index });
      assert.equal((await page.search({})).matches, 50);
      assert.equal((await page.search({ place: 'chr1' })).failed?.id, 'damaged');
    }
  });
});

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe('a result read by HTTP', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  async function aSource() {
    const ann = await web.signedIn('ann');
    const ref = { bucket: 'results', key: `gas/ann/${randomUUID()}~x.annot.vcf.gz` };
    await web.put(ref, '0123456789');
    const { versionId } = (await web.objects.head(ref))!;
    const job = web.row({
      userId: 'ann',
      status: 'COMPLETED',
      result: { ...ref, versionId, bytes: 10 },
      hotKey: ref.key,
    });
    let asked = 0;
    const cookie = [...ann.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const source = httpSource(`${web.url}/api/jobs/${job.jobId}/result/data`, (input, init) => {
      asked += 1;
      return fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), cookie } });
    });
    return { source, job, ref, asked: () => asked };
  }

  it('comes in parts, none of them twice', async () => {
    const { source, asked } = await aSource();
    assert.equal(textOf(await source.read(2, 6)), '2345');
    assert.equal(source.size(), 10);
    assert.equal(textOf(await source.read(3, 5)), '34');
    assert.equal(textOf(await source.read(8, 99)), '89');
    assert.equal(textOf(await source.read(10, 20)), '');
    assert.equal(asked(), 2);
  });

  it('is not mixed with another that came in its place', async () => {
    const { source, job, ref } = await aSource();
    await source.read(0, 2);
    await web.put(ref, 'abcdefghij');
    const { versionId } = (await web.objects.head(ref))!;
    web.rows.set(job.jobId, { ...job, result: { ...job.result!, versionId } });
    await assert.rejects(source.read(4, 6), { id: 'changed' });
  });

  it('tells why it is not there, in the service’s words', async () => {
    const { source, job } = await aSource();
    const archive = { id: 'a', store: 'glacier-vault', bytes: 9, treeHash: 'ab'.repeat(32) } as const;
    const { hotKey: _gone, ...rest } = job;
    web.rows.set(job.jobId, { ...rest, archive, archiveStatus: 'ARCHIVED' });
    await assert.rejects(source.read(0, 2), { id: 'result-archived', message: /in the archive/ });
    await assert.rejects(httpSource('http://127.0.0.1:1/').read(0, 2), { id: 'unreachable' });
  });
});
