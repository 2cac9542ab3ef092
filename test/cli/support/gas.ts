// test/cli/support/gas.ts — the command line within this process: what it prints, and how it ends.
import { CommanderError, type Command } from 'commander';
import type { Cli, Operator } from '../../../cli/operators/operator.ts';
import type { Check } from '../../../domain/checkup.ts';
import { createProgram } from '../../../cli/program.ts';
import type { ServiceAddress } from '../../../cli/users/service.ts';
import type { UserCli } from '../../../cli/users/user.ts';

export interface Ended {
  code: number;
  out: string;
  said: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
  json: any;
}

interface Place {
  /** Where the service is, for users. */
  address?: ServiceAddress;
  /** What happens while a command waits. */
  pause?: () => Promise<void>;
  /** What `gas doctor` looks at. */
  checks?: readonly Check[];
}

/** Runs one command over the ports that `open` answers. */
export function gasOver(open: (which: { stack: boolean | undefined }) => Operator, place: Place = {}) {
  const { address = { url: 'http://127.0.0.1:1' }, pause = async () => undefined, checks = [] } = place;
  return async (...words: string[]): Promise<Ended> => {
    const ended = { code: 0, out: '', said: '' };
    const cli: Cli & UserCli = {
      open: async (which) => open(which),
      checks: async () => ({ checks, close() {} }),
      address: async () => address,
      out: (text) => void (ended.out += text),
      say: (text) => void (ended.said += text),
      exitWith: (code) => void (ended.code = code),
      userName: () => 'olga',
      now: () => 1_700_000_000_000,
      pause,
    };
    try {
      await quiet(createProgram(cli), ended).parseAsync(words, { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      ended.code = error.exitCode;
    }
    return { ...ended, json: words.includes('--json') ? JSON.parse(ended.out) : undefined };
  };
}

/** Commander prints and exits by itself where words are wrong: here it does neither. */
function quiet(program: Command, ended: { out: string; said: string }): Command {
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void (ended.out += text),
      writeErr: (text) => void (ended.said += text),
    });
  }
  return program;
}
