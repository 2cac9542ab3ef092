// test/cli/annotate.test.ts — `gas annotate` and `gas genome`: what is asked for, kept and said.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { annotateCommand } from '../../cli/annotate.ts';
import { genomeCommand } from '../../cli/genome.ts';
import type { GenomeRequest } from '../../cli/genome.ts';
import type { AnnotationOutcome, AnnotationRun } from '../../domain/annotation.ts';

describe('gas annotate', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gas-cli-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('puts result, index, log, summary and table side by side, and leaves no scratch', async () => {
    const terminal = aTerminal();
    await gas(
      annotateCommand(doors(folder, annotated), terminal),
      'annotate',
      'in.vcf',
      '-o',
      join(folder, 'out.vcf.gz'),
    );
    const names = (await readdir(folder)).toSorted((a, b) => (a < b ? -1 : 1));
    assert.deepEqual(names, ['out.count.log', 'out.summary.json', 'out.tsv.gz', 'out.vcf.gz', 'out.vcf.gz.tbi']);
    assert.equal(await readFile(join(folder, 'out.vcf.gz'), 'utf8'), 'result');
    assert.deepEqual([terminal.said.at(0), terminal.codes], [`7 records annotated: ${join(folder, 'out.vcf.gz')}`, []]);
  });
  it('hands on the genome that was asked for, and shows progress', async () => {
    const terminal = aTerminal();
    const runs: AnnotationRun[] = [];
    const open = doors(folder, (run) => annotated(run, runs));
    await gas(annotateCommand(open, terminal), 'annotate', 'in.vcf', '-o', join(folder, 'o.vcf.gz'), '-g', 'GRCh38');
    assert.equal(runs[0]?.genome, 'GRCh38');
    assert.ok(terminal.shown.includes('7 records read'));
  });
  it('ends with 2 and the reason where the input is refused, and keeps the log', async () => {
    const terminal = aTerminal();
    await gas(annotateCommand(doors(folder, refused), terminal), 'annotate', 'in.vcf', '-o', join(folder, 'o.vcf.gz'));
    assert.deepEqual([terminal.said, terminal.codes], [['Line 4: no.'], [2]]);
    assert.deepEqual(await readdir(folder), ['o.count.log']);
  });
});

describe('gas genome add', () => {
  it('reads tracks, codes and aliases', async () => {
    const asked: GenomeRequest[] = [];
    const terminal = aTerminal();
    const open = async () => ({
      add: async (request: GenomeRequest) => void asked.push(request),
      list: async () => [],
    });
    const words = ['--fasta', 'a.fa', '--gff3', 'a.gff3', '--alias', 'hg38', '--code', 'MT=2'];
    await gas(
      genomeCommand(open, terminal),
      'genome',
      'add',
      'GRCh38',
      ...words,
      '--track',
      'clinvar=c.vcf.gz:CLNSIG,CLNDN',
    );
    assert.deepEqual(asked, [
      {
        name: 'GRCh38',
        fasta: 'a.fa',
        gff3: 'a.gff3',
        aliases: ['hg38'],
        geneticCodes: { MT: 2 },
        tracks: [{ name: 'clinvar', file: 'c.vcf.gz', fields: ['CLNSIG', 'CLNDN'] }],
      },
    ]);
  });
  it('says what is wrong, and ends with 1', async () => {
    const terminal = aTerminal();
    await gas(genomeCommand(failing, terminal), 'genome', 'add', 'X', '--fasta', 'a', '--gff3', 'b');
    assert.deepEqual([terminal.said, terminal.codes], [['no such file'], [1]]);
  });
});

const failing = async () => ({ add: () => Promise.reject(new Error('no such file')), list: async () => [] });

function aTerminal() {
  const [said, shown, codes]: [string[], string[], number[]] = [[], [], []];
  return {
    said,
    shown,
    codes,
    out: (text: string) => void said.push(text),
    say: (text: string) => void said.push(text),
    progress: (text: string) => void shown.push(text),
    exitWith: (code: number) => void codes.push(code),
    interrupted: new AbortController().signal,
  };
}

const doors = (folder: string, annotate: (run: AnnotationRun) => Promise<AnnotationOutcome>) => async () => ({
  annotator: { annotate },
  scratch: () => mkdtemp(join(folder, 'scratch-')),
});

async function refused({ outputFolder }: AnnotationRun): Promise<AnnotationOutcome> {
  await writeFile(join(outputFolder, 'log'), 'why');
  return { kind: 'refused', message: 'Line 4: no.', logPath: join(outputFolder, 'log') };
}

async function annotated(run: AnnotationRun, runs: AnnotationRun[] = []): Promise<AnnotationOutcome> {
  runs.push(run);
  run.onProgress(7);
  const file = async (name: string): Promise<string> => {
    await writeFile(join(run.outputFolder, name), name);
    return join(run.outputFolder, name);
  };
  return {
    kind: 'annotated',
    resultPath: await file('result'),
    indexPath: await file('index'),
    logPath: await file('log'),
    summaryPath: await file('summary'),
    tablePath: await file('table'),
    records: 7,
    consequences: { missense_variant: 7 },
  };
}

const gas = (command: Command, ...words: string[]): Promise<Command> =>
  new Command('gas').addCommand(command).parseAsync(words, { from: 'user' });
