// cli/main.ts — `npm run gas -- COMMAND`: the command line, for operators and users. Each command is a file beside it.
import { Command } from 'commander';

const program = new Command('gas')
  .description('The command line of the Genomics Annotation Service.')
  .showHelpAfterError('(--help lists the commands and their options)');

await program.parseAsync();
