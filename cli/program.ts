// cli/program.ts — the commands there are. Loading it loads nothing heavy, so that --help answers at once.
import { Command } from 'commander';
import { auditCommand } from './operators/audit.ts';
import { doctorCommand } from './operators/doctor.ts';
import { inspectCommand } from './operators/inspect.ts';
import { moveArchivesCommand } from './operators/move-archives.ts';
import type { Cli } from './operators/operator.ts';
import { rebuildCommand } from './operators/rebuild.ts';
import { reconcileCommand } from './operators/reconcile.ts';
import { redriveCommand } from './operators/redrive.ts';
import { releaseCommand } from './operators/release.ts';
import { retryCommand } from './operators/retry.ts';
import { statusCommand } from './operators/status.ts';
import { getCommand } from './users/get.ts';
import { listCommand } from './users/list.ts';
import { submitCommand } from './users/submit.ts';
import type { UserCli } from './users/user.ts';

const OPERATORS = [
  doctorCommand,
  statusCommand,
  inspectCommand,
  retryCommand,
  releaseCommand,
  redriveCommand,
  reconcileCommand,
  rebuildCommand,
  moveArchivesCommand,
  auditCommand,
];
const USERS = [submitCommand, listCommand, getCommand];

export function createProgram(cli: Cli & UserCli): Command {
  const program = new Command('gas')
    .description('The command line of the Genomics Annotation Service.')
    .showHelpAfterError('(--help lists the commands and their options)');
  for (const create of [...OPERATORS, ...USERS]) program.addCommand(create(cli));
  return program;
}
