// cli/annotate.ts — `gas annotate IN.vcf -o OUT.vcf.gz`: the annotator of the service on a file of one's own.
import { copyFile, rename, rm } from 'node:fs/promises';
import { Command } from 'commander';
import type { AnnotationOutcome } from '../domain/annotation.ts';
import { count } from '../domain/annotation.ts';
import type { Annotator } from '../domain/ports.ts';

/** The annotator and a private folder for it, opened when they are needed. */
export interface AnnotationDoors {
  annotator: Annotator;
  /** A new folder, to be removed afterwards. */
  scratch: () => Promise<string>;
}

/** The terminal. `progress` overwrites its line where it is shown at all. */
export interface Terminal {
  out(text: string): void;
  say(text: string): void;
  progress(text: string): void;
  exitWith(code: number): void;
  /** Aborted by Ctrl-C. */
  interrupted: AbortSignal;
}

export function annotateCommand(open: () => Promise<AnnotationDoors>, terminal: Terminal): Command {
  return new Command('annotate')
    .description('annotate a VCF or BCF file, without the service')
    .argument('<input>', 'VCF (plain, gzip, BGZF) or BCF')
    .requiredOption(
      '-o, --output <file>',
      'where the result goes (.vcf.gz); index, log, summary and table go beside it',
    )
    .option('-g, --genome <name>', 'the genome, where the input does not tell it')
    .action((inputPath: string, options: { output: string; genome?: string }) =>
      annotateFile(open, terminal, { inputPath, ...options }),
    );
}

interface Wanted {
  inputPath: string;
  output: string;
  genome?: string;
}

async function annotateFile(open: () => Promise<AnnotationDoors>, terminal: Terminal, wanted: Wanted): Promise<void> {
  const { annotator, scratch } = await open();
  const { inputPath, output, genome } = wanted;
  const outputFolder = await scratch();
  try {
    const outcome = await annotator.annotate({
      inputPath,
      outputFolder,
      signal: terminal.interrupted,
      onProgress: (records) => terminal.progress(`${count(records)} records read`),
      ...(genome === undefined ? {} : { genome }),
    });
    terminal.progress('');
    await keep(outcome, output);
    tell(outcome, output, terminal);
  } catch (error) {
    terminal.progress('');
    terminal.say(error instanceof Error ? error.message : String(error));
    terminal.exitWith(1);
  } finally {
    await rm(outputFolder, { recursive: true, force: true });
  }
}

/** Moves the files to where they were asked for; a refusal leaves its log there. */
async function keep(outcome: AnnotationOutcome, output: string): Promise<void> {
  const stem = output.replace(/(\.vcf)?(\.gz|\.bgz)?$/i, '');
  const files: (readonly [string | undefined, string])[] = [[outcome.logPath, `${stem}.count.log`]];
  if (outcome.kind === 'annotated') {
    const { resultPath, indexPath, summaryPath, tablePath } = outcome;
    files.push([summaryPath, `${stem}.summary.json`], [tablePath, `${stem}.tsv.gz`]);
    files.push([indexPath, `${output}.tbi`], [resultPath, output]);
  }
  for (const [from, to] of files) if (from !== undefined) await move(from, to);
}

/** The result may be wanted on another file system than the scratch folder. */
async function move(from: string, to: string): Promise<void> {
  await copyFile(from, `${to}.part`);
  await rename(`${to}.part`, to);
}

function tell(outcome: AnnotationOutcome, output: string, terminal: Terminal): void {
  if (outcome.kind === 'refused') {
    terminal.say(outcome.message);
    return terminal.exitWith(2);
  }
  terminal.out(`${count(outcome.records)} records annotated: ${output}`);
  const rows = Object.entries(outcome.consequences).toSorted(([, m], [, n]) => n - m);
  for (const [term, records] of rows) terminal.out(`  ${count(records).padStart(9)}  ${term}`);
}
