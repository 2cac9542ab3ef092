// test/adapters/annotator/refused-inputs.test.ts — broken inputs are refused, each with a sentence that helps its owner.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { check, CHROM, HEADER, LHON, records, refusal, withSamples } from './a-check.ts';
import { annotate } from './an-annotation.ts';
import { HEADERS } from './malformed/headers.ts';
import { OTHER_FORMATS } from './malformed/other-formats.ts';
import { PACKINGS } from './malformed/packings.ts';
import { PLACES_AND_ALLELES } from './malformed/places-and-alleles.ts';
import { VALUES } from './malformed/values.ts';

const TABLES = { OTHER_FORMATS, HEADERS, PLACES_AND_ALLELES, VALUES, PACKINGS };

for (const [table, inputs] of Object.entries(TABLES)) {
  describe(`the input check refuses (${table.toLowerCase().replaceAll('_', ' ')})`, () => {
    for (const [title, input, says] of inputs) {
      it(title, async () => {
        assert.equal((await refusal(input())).message, says);
      });
    }
  });
}

describe('a refusal', () => {
  it('tells the first problem, how many more, and all of them in their order', async () => {
    const { message, problems } = await refusal(
      records('chrM 0 . G A . . .', 'chrM 11778 . G A . . .', 'chrM 11778 . C A . . .', 'chr1 1 . G A bad . .'),
    );
    assert.match(message, /^Line 4, column 2 \(POS\): "0" is not .* \(2 more problems: see the log\.\)$/);
    assert.deepEqual(
      problems.map((problem) => problem.split(':')[0]),
      ['Line 4, column 2 (POS)', 'Line 6, column 4 (REF)', 'Line 7, column 1 (CHROM)'],
    );
  });
  it('lists at most 50 problems after the first', async () => {
    const { message, problems } = await refusal(HEADER + LHON.replace('11778', 'x').repeat(2000));
    assert.match(message, /^Line 4, .* \(at least 50 more problems: see the log\.\)$/);
    assert.equal(problems.length, 51);
  });
  it('names an unknown contig once, however many records lie on it', async () => {
    const { problems } = await refusal(
      HEADER + 'chr1\t1\t.\tG\tA\t.\t.\t.\n'.repeat(2000) + 'chr2\t1\t.\tG\tA\t.\t.\t.\n'.repeat(2000),
    );
    assert.deepEqual(
      problems.map((problem) => /^Line \d+/.exec(problem)?.[0]),
      ['Line 4', 'Line 2004'],
    );
  });
  it('names the first thirty contigs of a large genome', async () => {
    const contigs = Array.from({ length: 200 }, (_, at) => ({
      name: `chr${at + 1}`,
      length: 1000,
      aliases: [`a${at}`],
    }));
    const { message } = await refusal(HEADER + LHON, { contigs });
    assert.match(message, /contig "chrM" is not part of this genome, which has chr1, chr2, .*, chr30 and 170 more\. /);
  });
  it('suspects positions that are counted from 0', async () => {
    const shifted = records(
      'chrM 302 . C <DEL> . . .',
      'chrM 309 . T <DEL> . . .',
      'chrM 310 . C <DEL> . . .',
      'chrM 315 . G <DEL> . . .',
      'chrM 316 . C <DEL> . . .',
      'chrM 317 . T <DEL> . . .',
      'chrM 319 . C <DEL> . . .',
      'chrM 320 . T <DEL> . . .',
      'chrM 321 . G <DEL> . . .',
      'chrM 323 . C <DEL> . . .',
    );
    assert.match(
      (await refusal(shifted)).message,
      /or lift it over\. Each wrong REF fits one base further on: the positions seem to be counted from 0; VCF counts from 1\. \(9 more problems/,
    );
  });
  it('tells a damaged end after the problems that came before it', async () => {
    const torn = gzipSync(HEADER + LHON.replace('11778', 'x') + LHON.repeat(50_000), { level: 0 });
    const { problems } = await refusal(torn.subarray(0, -20), { limits: { recordsPerPosition: 1e6 } });
    assert.match(problems[0] ?? '', /^Line 4, column 2/);
    assert.match(problems[1] ?? '', /^The compressed file is damaged or was cut off/);
  });
  it('becomes an outcome with a log that lists all problems', async () => {
    const { outcome, log } = await annotate(records('chrM 0 . G A . . .', 'chr\u001b[31mX 1 . G A . . .'));
    assert.equal(outcome.kind, 'refused');
    assert.match(log, /^Not annotated: the input was refused/);
    assert.match(log, /\nProblems\n {2}Line 4, column 2 \(POS\): .*\n {2}Line 5: it holds a control character/);
    assert.ok(!log.includes('\u001b'));
  });
});

const refusedFor = async (input: string | Uint8Array, limits: object): Promise<string> =>
  (await refusal(input, { limits })).message;

describe('the input check refuses what would cost too much, by the name of the limit:', () => {
  const names = Array.from({ length: 30 }, (_, at) => `N${at}`);

  it('a long line', async () => {
    assert.equal(
      await refusedFor(`${HEADER}${LHON}chrM\t1\t${'x'.repeat(2000)}`, { lineBytes: 1000 }),
      'Line 5: it is longer than the limit of 1,000 bytes (lineBytes). This is not a usual VCF: split its samples, or export it again.',
    );
  });
  it('a long header', async () => {
    assert.equal(
      await refusedFor(HEADER + LHON, { headerBytes: 50 }),
      'Line 3: the header is over the limit of 50 bytes (headerBytes). Remove lines that are not needed.',
    );
  });
  it('a header of many lines', async () => {
    assert.equal(
      await refusedFor(HEADER.replace('#CHROM', `${'##x=y\n'.repeat(20)}#CHROM`) + LHON, { headerLines: 10 }),
      'Line 11: the header is over the limit of 10 lines (headerLines). Remove lines that are not needed.',
    );
  });
  it('many records', async () => {
    assert.equal(
      await refusedFor(HEADER + LHON.repeat(11), { records: 10 }),
      'Line 14: there are more than 10 records, the limit (records). Split the file.',
    );
  });
  it('many samples', async () => {
    assert.equal(
      await refusedFor(withSamples(names.join(' ')), { samples: 20 }),
      'Line 4: there are more than 20 samples, the limit (samples). Split the file by samples.',
    );
  });
  it('many field names', async () => {
    assert.equal(
      await refusedFor(records(`chrM 11778 . G A . . ${names.map((name) => `${name}=1`).join(';')}`), { tags: 20 }),
      'Line 4: there are more than 20 different INFO names, the limit (tags). Remove those that are not needed.',
    );
  });
  it('many records at one position', async () => {
    assert.equal(
      await refusedFor(HEADER + LHON.repeat(50), { recordsPerPosition: 9 }),
      'Line 13: there are more than 9 records (one per allele) at position 11778 of chrM, the limit (recordsPerPosition). Join them, or remove the repeated ones.',
    );
  });
  it('many alleles at one position', async () => {
    const alleles = Array.from({ length: 10 }, (_, at) => `<X${at}>`).join(',');
    assert.match(
      await refusedFor(records(`chrM 11778 . G ${alleles} . . .`), { recordsPerPosition: 9 }),
      /^Line 4: .*\(recordsPerPosition\)/,
    );
  });
  it('many records at one position that others stand between, at twice the limit or before', async () => {
    const pair = `chrM\t1\t.\tG\tA\t.\t.\t.\n${LHON}`;
    assert.match(
      await refusedFor(HEADER + pair.repeat(30), { recordsPerPosition: 9 }),
      /at position 1 of chrM, the limit \(recordsPerPosition\)/,
    );
  });
  it('no crowd that is none: as many records as the limit at each position, in any order', async () => {
    const rows = Array.from({ length: 5000 }, (_, at) => `chrM\t${at + 1}\t.\tN\t<DEL>\t.\t.\t.\n`);
    const text = HEADER + [...rows, ...rows.toReversed(), ...rows].join('');
    assert.equal((await check(text, { limits: { recordsPerPosition: 3 } })).records, 15_000);
  });
  it('much text', async () => {
    assert.equal(
      await refusedFor(gzipSync(HEADER + LHON.repeat(100)), { inflatedBytes: 1000 }),
      'The unpacked text is larger than the limit of 1,000 bytes (inflatedBytes). Split the file.',
    );
  });
  it('text that unpacks to hundreds of times its size', async () => {
    const lines = Array.from({ length: 16_000 }, (_, at) => `##x${at}=${'x'.repeat(4000)}\n`);
    const bomb = gzipSync(`##fileformat=VCFv4.2\n${lines.join('')}`, { level: 9 });
    assert.equal(
      await refusedFor(bomb, { headerBytes: 1e9, compressionRatio: 50 }),
      'The file unpacks to more than 50 times its size (compressionRatio), which no usual VCF does. Upload it unpacked, or remove the repeated lines.',
    );
  });
  it('a run that takes too long', async () => {
    const { outcome } = await annotate(HEADER + LHON, { limits: { timeMs: 1 } });
    assert.match(
      outcome.kind === 'refused' ? outcome.message : '',
      /was stopped after 0 seconds, the limit \(timeMs\)/,
    );
  });
});

const growth = async (input: Uint8Array): Promise<string> => {
  const before = process.memoryUsage().rss;
  const { message } = await refusal(input);
  assert.ok(process.memoryUsage().rss - before < 100e6);
  return message;
};

describe('a hostile file is refused without growing by 100 MB:', () => {
  it('a line of 1 GB in 1 MB of gzip', async () => {
    const mebibyte = gzipSync(Buffer.alloc(1024 * 1024, 'A'), { level: 9 });
    const bomb = Buffer.concat([gzipSync(HEADER + LHON.trimEnd()), ...Array.from({ length: 1024 }, () => mebibyte)]);
    assert.ok(bomb.length < 1.2e6);
    assert.match(await growth(bomb), /^Line 4: it is longer than the limit of 8,388,608 bytes \(lineBytes\)/);
  });
  it('20 million records at one position', async () => {
    const million = gzipSync(LHON.repeat(1_000_000), { level: 9 });
    const crowd = Buffer.concat([gzipSync(HEADER), ...Array.from({ length: 20 }, () => million)]);
    assert.match(await growth(crowd), /^Line 1004: there are more than 1,000 records .*\(recordsPerPosition\)/);
  });
  it('20 million records at two positions in turn', async () => {
    const turns = gzipSync((LHON + LHON.replace('11778', '11780').replace('G\tA', 'A\tG')).repeat(500_000), {
      level: 9,
    });
    const crowd = Buffer.concat([gzipSync(HEADER), ...Array.from({ length: 20 }, () => turns)]);
    assert.match(await growth(crowd), /^Line \d{4}: there are more than 1,000 records .*\(recordsPerPosition\)/);
  });
  it('1 GB of header in 1 MB of gzip', async () => {
    const mebibyte = gzipSync('##x=y\n'.repeat(170_000), { level: 9 });
    const bomb = Buffer.concat([gzipSync('##fileformat=VCFv4.2\n'), ...Array.from({ length: 1024 }, () => mebibyte)]);
    assert.match(await growth(bomb), /^Line 250001: the header is over the limit of 250,000 lines \(headerLines\)/);
  });
  it('100,000 samples', async () => {
    const names = Array.from({ length: 100_000 }, (_, at) => `S${at}`).join('\t');
    const text = `##fileformat=VCFv4.2\n${CHROM}\tFORMAT\t${names}\n`;
    assert.match(await growth(Buffer.from(text)), /^Line 2: there are more than 10,000 samples, the limit \(samples\)/);
  });
  it('a million field names', async () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, at) => `chrM\t11778\t.\tG\tA\t.\t.\tX${at}a;X${at}b;X${at}c;X${at}d\n`,
    );
    assert.match(await growth(gzipSync(HEADER + rows.join(''))), /different INFO names, the limit \(tags\)/);
  });
  it('a BCF that claims a record of 2 GB', async () => {
    const header = Buffer.from(`${HEADER.trimEnd()}\n\0`, 'latin1');
    const sizes = Buffer.alloc(4);
    sizes.writeUInt32LE(header.length);
    const record = Buffer.alloc(40, 0xff);
    record.writeUInt32LE(0x7fff_ffff, 0);
    const bcf = Buffer.concat([Buffer.from('BCF\x02\x02', 'latin1'), sizes, header, record]);
    assert.match(
      await growth(gzipSync(bcf)),
      /^The BCF file can't be read: .* Test it with "bcftools view", and export it again\.$/,
    );
  });
});
