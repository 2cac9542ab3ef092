// test/adapters/annotator/reference.test.ts — the bases of an indexed FASTA, whatever its size, and BCF read as text.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { openReference } from '../../../adapters/annotator/input/reference.ts';
import { bcftools, check, HEADER, LHON, mgrbPath, refusal, withMeta } from './a-check.ts';
import { inScratch } from './an-annotation.ts';

/** Two contigs in lines of 7 bases with Windows line ends, and lower-case bases. */
const SMALL = { one: 'ACGTACGTNNacgtRYacgtA', two: 'TTTTGGGGCCCCAAAA' };

function smallFasta(folder: string): string {
  const path = join(folder, 'small.fa');
  let text = '';
  let index = '';
  for (const [name, bases] of Object.entries(SMALL)) {
    text += `>${name} made\r\n`;
    index += `${name}\t${bases.length}\t${text.length}\t7\t9\n`;
    text += bases.replaceAll(/.{1,7}/g, '$&\r\n');
  }
  writeFileSync(path, text);
  writeFileSync(`${path}.fai`, index);
  return path;
}

describe('the reference', () => {
  it('answers the bases of any stretch, in any order', () =>
    inScratch(async (folder) => {
      const reference = openReference(smallFasta(folder))!;
      const stretch = fc.record({
        name: fc.constantFrom('one' as const, 'two' as const),
        from: fc.nat(20),
        length: fc.integer({ min: 1, max: 20 }),
      });
      fc.assert(
        fc.property(fc.array(stretch), (asked) => {
          for (const { name, from, length } of asked) {
            const bases = SMALL[name].toUpperCase();
            const position = (from % bases.length) + 1;
            const { bytes, start, end } = reference.at(name, position, length)!;
            const found = Buffer.from(bytes)
              .toString('latin1')
              .slice(position - start, position - start + length);
            assert.equal(found, bases.slice(position - 1, position - 1 + length));
            assert.ok(end >= Math.min(position + length, bases.length + 1));
          }
        }),
      );
      assert.equal(reference.at('three', 1, 1), undefined);
      reference.close();
    }));
  it('is read by window: a contig of 3 gigabases costs no memory', () =>
    inScratch(async (folder) => {
      const path = join(folder, 'large.fa');
      const length = 3_000_000_000;
      const file = openSync(path, 'w');
      writeSync(file, '>large\n');
      ftruncateSync(file, length + 8); // a hole, but for the last bases
      writeSync(file, 'ACGT', length + 3);
      closeSync(file);
      writeFileSync(`${path}.fai`, `large\t${length}\t7\t${length}\t${length + 1}\n`);
      const contigs = [{ name: 'large', length, aliases: [] }];
      const before = process.memoryUsage().rss;
      const checked = await check(withMeta([], `large ${length - 3} . A G . . .`, `large ${length} . T G . . .`), {
        contigs,
        reference: path,
      });
      assert.equal(checked.records, 2);
      assert.match(
        (await refusal(withMeta([], `large ${length - 2} . A G . . .`), { contigs, reference: path })).message,
        /^Line 3, column 4 \(REF\): "A" does not fit the reference, which has "C" at large:2999999998\./,
      );
      assert.ok(process.memoryUsage().rss - before < 100e6);
    }));
  it('that is packed is left to the engine', () =>
    inScratch(async (folder) => {
      const path = join(folder, 'packed.fa.gz');
      writeFileSync(path, gzipSync('>chrM\nA\n'));
      assert.equal(openReference(path), undefined);
    }));
});

/** The population with the contig line that BCF needs. */
const population = async (folder: string): Promise<string> => {
  const path = join(folder, 'population.vcf');
  const { header, body } = await check(readFileSync(mgrbPath));
  writeFileSync(path, header + body, 'latin1');
  return path;
};
const bcf = (folder: string, from: string, ...options: string[]): Promise<Buffer> => {
  const [command = '', ...prefix] = bcftools;
  const path = join(folder, 'made.bcf');
  return promisify(execFile)(command, [...prefix, 'view', '--no-version', ...options, '-o', path, from]).then(() =>
    readFileSync(path),
  );
};
const variants = (body: string): string[] => body.split('\n').map((line) => line.split('\t', 5).join(' '));

describe('a BCF file', () => {
  it('is read like the VCF that it was made from', () =>
    inScratch(async (folder) => {
      const [direct, read] = await Promise.all([
        check(readFileSync(mgrbPath)),
        check(await bcf(folder, await population(folder), '-Ob')),
      ]);
      assert.deepEqual(variants(read.body), variants(direct.body));
      assert.equal(read.format, 'VCF 4.2, BCF');
      assert.ok(read.messages.includes('Read the BCF as the text that "bcftools view" makes of it.'));
    }));
  it('may be unpacked', () =>
    inScratch(async (folder) => {
      const path = join(folder, 'in.vcf');
      writeFileSync(path, HEADER + LHON);
      assert.equal((await check(await bcf(folder, path, '-Ou'))).body, LHON);
    }));
  it('is checked like any other: the same problems at the same lines of its text', () =>
    inScratch(async (folder) => {
      const path = join(folder, 'in.vcf');
      writeFileSync(path, HEADER + LHON + LHON.replace('G\tA', 'C\tA'));
      assert.match(
        (await refusal(await bcf(folder, path, '-Ob'))).message,
        /^Line 6, column 4 \(REF\): "C" does not fit the reference, which has "G" at chrM:11778\./,
      );
    }));
  it('that was cut off is refused', () =>
    inScratch(async (folder) => {
      const whole = await bcf(folder, await population(folder), '-Ob');
      assert.match((await refusal(whole.subarray(0, -28))).message, /^The compressed file is damaged or was cut off/);
    }));
  it('is held to the same limits', () =>
    inScratch(async (folder) => {
      const whole = await bcf(folder, await population(folder), '-Ob');
      assert.match(
        (await refusal(whole, { limits: { records: 100 } })).message,
        /there are more than 100 records, the limit \(records\)/,
      );
      assert.match(
        (await refusal(whole, { limits: { inflatedBytes: 100_000 } })).message,
        /limit of 100,000 bytes \(inflatedBytes\)/,
      );
    }));
  it('is refused where there is no engine to read it', async () => {
    const { message } = await refusal(gzipSync(Buffer.from('BCF\x02\x02')), { engine: undefined as never });
    assert.match(message, /^This is a BCF file/);
  });
});
