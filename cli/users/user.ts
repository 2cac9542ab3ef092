// cli/users/user.ts — what commands for users work with, and the frame around each: the service, its answer, one sentence.
import { Command } from 'commander';
import { answer, type Answer } from '../answer.ts';
import { CliFailure } from '../failure.ts';
import type { Cli } from '../operators/operator.ts';
import { type Service, type ServiceAddress, openService } from './service.ts';

/** The terminal, the clock, and where the service is: all that a command for users is given. */
export interface UserCli extends Pick<Cli, 'out' | 'say' | 'exitWith' | 'pause'> {
  address(): Promise<ServiceAddress>;
}

export interface UserOptions {
  json?: true;
}

export function userCommand(name: string, description: string): Command {
  return new Command(name).description(description).option('--json', 'answer with one JSON document');
}

/** Runs one command. */
export async function use(
  cli: UserCli,
  options: UserOptions,
  work: (service: Service) => Promise<Answer>,
): Promise<void> {
  await answer(cli, options, async () => work(openService(await cli.address(), cli)));
}

/** A failure of a file of one's own: what it is called, and why. */
export function fileFailure(path: string, error: unknown): CliFailure {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'it may not be opened',
    EISDIR: 'it is a folder',
    ENOSPC: 'the disk is full',
  };
  return new CliFailure('file', `${path}: ${reasons[code ?? ''] ?? message}.`);
}
