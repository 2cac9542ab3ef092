// cli/users/user.ts — what commands for users work with, and the frame around each: the service, its answer, one sentence.
import { Command } from 'commander';
import { CliFailure, explain } from '../failure.ts';
import type { Answer, Cli } from '../operators/operator.ts';
import { type Service, type ServiceAddress, openService } from './service.ts';

/** The terminal, the clock, and where the service is: all that a command for users is given. */
export interface UserCli extends Pick<Cli, 'out' | 'say' | 'exitWith' | 'pause'> {
  address(): Promise<ServiceAddress>;
}

export interface UserOptions {
  json?: true;
}

/** 2 where the service has refused the file itself, as `gas annotate` has it. */
export interface UserAnswer extends Omit<Answer, 'exitCode'> {
  exitCode?: 0 | 2;
}

export function userCommand(name: string, description: string): Command {
  return new Command(name).description(description).option('--json', 'answer with one JSON document');
}

/** Runs one command: its answer, or the one sentence that says why there is none. */
export async function use(
  cli: UserCli,
  { json }: UserOptions,
  work: (service: Service) => Promise<UserAnswer>,
): Promise<void> {
  try {
    const answer = await work(openService(await cli.address(), cli));
    cli.out(json ? JSON.stringify(answer.json, undefined, 2) : answer.text);
    cli.exitWith(answer.exitCode ?? 0);
  } catch (error) {
    const { id, message } = explain(error);
    if (json) cli.out(JSON.stringify({ error: { id, message } }, undefined, 2));
    else cli.say(message);
    cli.exitWith(1);
  }
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
