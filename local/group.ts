// local/group.ts — one run of a program in a process group of its own, from its start to the end of the whole group.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ROOT } from './environment.ts';
import { recordGroup, signalGroup } from './setup/processes.mjs';

export interface GroupOptions {
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Where running groups are recorded, so that they can be ended should we be killed. */
  records: string;
}

export interface Group {
  readonly pid: number;
  readonly startedAt: number;
  /** How it ended, in words; undefined while it runs. */
  readonly ending: string | undefined;
  /** Settles with how it ended. */
  readonly ended: Promise<string>;
  /** What it has printed since this start. */
  printed: () => Promise<string>;
  signal: (signal: NodeJS.Signals) => void;
  /** Sends `signal`, and SIGKILL after `limitMs`; waits until the program is gone, with whatever it had started. */
  end: (signal: NodeJS.Signals, limitMs: number) => Promise<void>;
}

const LOG_BYTES = 10 * 1024 * 1024;

/** Starts the program in the project's folder, its output appended to the log. Throws where it can't be started. */
export async function startGroup({ name, command, args, env, logFile, records }: GroupOptions): Promise<Group> {
  const from = makeRoom(logFile);
  const process = await spawned(name, () => {
    const out = openSync(logFile, 'a', 0o600);
    const started = spawn(command, args, { cwd: ROOT, env, detached: true, stdio: ['ignore', out, out] });
    closeSync(out);
    return started;
  });
  const pid = process.pid!;
  const forget = recordGroup(records, pid);
  const ended = once(process, 'exit').then(([code, signal]) => {
    forget();
    return String(signal ?? `exit code ${code}`);
  });
  return {
    pid,
    startedAt: Date.now(),
    get ending() {
      return process.signalCode ?? (process.exitCode === null ? undefined : `exit code ${process.exitCode}`);
    },
    ended,
    printed: async () => (await readFile(logFile)).subarray(from).toString('utf8'),
    signal: (signal) => signalGroup(pid, signal),
    end: async (signal, limitMs) => {
      signalGroup(pid, signal);
      const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), limitMs);
      await ended;
      clearTimeout(timer);
      signalGroup(pid, 'SIGKILL');
    },
  };
}

async function spawned(name: string, start: () => ChildProcess): Promise<ChildProcess> {
  const process = start();
  if (process.pid) return process;
  const [error] = (await once(process, 'error')) as [Error];
  throw new Error(`${name} can't be started: ${error.message}`);
}

/** Puts a log that has grown too long aside; answers where the next line of it will be. */
function makeRoom(logFile: string): number {
  mkdirSync(dirname(logFile), { recursive: true });
  const bytes = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes <= LOG_BYTES) return bytes;
  renameSync(logFile, `${logFile}.old`);
  return 0;
}
