// cli/program.ts — the commands there are. Loading it loads nothing heavy, so that --help answers at once.
import { Command } from 'commander';
import { auditCommand } from './operators/audit.ts';
import { inspectCommand } from './operators/inspect.ts';
import { moveArchivesCommand } from './operators/move-archives.ts';
import type { Cli } from './operators/operator.ts';
import { reconcileCommand } from './operators/reconcile.ts';
import { releaseCommand } from './operators/release.ts';
import { retryCommand } from './operators/retry.ts';

const OPERATORS = [inspectCommand, retryCommand, releaseCommand, reconcileCommand, moveArchivesCommand, auditCommand];

export function createProgram(cli: Cli): Command {
  const program = new Command('gas')
    .description('The command line of the Genomics Annotation Service.')
    .showHelpAfterError('(--help lists the commands and their options)');
  for (const create of OPERATORS) program.addCommand(create(cli));
  return program;
}
