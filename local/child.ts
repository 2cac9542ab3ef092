// local/child.ts — one program of the stack: started until it serves, started again when it ends unasked, ended.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startGroup, type Group } from './group.ts';

export interface Program {
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Answers true once the program serves; it is asked again and again, and may throw until then. */
  healthy: (printed: () => Promise<string>) => Promise<boolean>;
  /** Runs after every start, as soon as the program serves, before it counts as ready. */
  prepare?: () => Promise<void>;
  /** How long it may take from SIGTERM to its end; then the group is killed. */
  stopLimitMs: number;
}

export interface Surroundings {
  /** Where `logs/NAME.log` and the records of running groups are kept. */
  folder: string;
  /** Told of every end that nobody asked for, and of the new start that follows it. */
  onTrouble: (message: string) => void;
}

export interface Child {
  readonly name: string;
  readonly pid: number | undefined;
  /** Starts it and waits until it serves; without effect while it runs. Throws with the end of its log. */
  start(): Promise<void>;
  /** Sends `signal` to its group; after one that ends it, waits for the end, and it stays down until `start`. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** SIGTERM, then SIGKILL after its limit. It stays down until `start`. */
  stop(): Promise<void>;
  /** Everything it has printed, over all its starts. */
  log(): Promise<string>;
}

/** One that ends instead is told at once; a machine that is busy with other things may take this long. */
const HEALTH_LIMIT_MS = 120_000;
const SHORTEST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** A program that ran this long before it ended is not in a loop. */
const STEADY_MS = 60_000;
const PASSING: readonly NodeJS.Signals[] = ['SIGSTOP', 'SIGCONT', 'SIGUSR1', 'SIGUSR2', 'SIGHUP'];

/** A child that is started again, ever more slowly, whenever it ends unasked. */
export function child(program: Program, { folder, onTrouble }: Surroundings): Child {
  const logFile = join(folder, 'logs', `${program.name}.log`);
  let group: Group | undefined;
  let wanted = false;
  let pauseMs = SHORTEST_PAUSE_MS;

  async function launch(): Promise<void> {
    const launched = await startGroup({ ...program, logFile, records: join(folder, 'running') });
    group = launched;
    void launched.ended.then(() => group === launched && (group = undefined));
    await untilServing(program, launched, logFile);
    void watch(launched);
  }

  async function watch(launched: Group): Promise<void> {
    const how = await launched.ended;
    if (Date.now() - launched.startedAt > STEADY_MS) pauseMs = SHORTEST_PAUSE_MS;
    if (wanted) await again(how);
  }

  async function again(how: string): Promise<void> {
    onTrouble(`${program.name} ended unexpectedly (${how}); starting it again in ${pauseMs / 1000} s. Log: ${logFile}`);
    await delay(pauseMs, undefined, { ref: false });
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    if (!wanted || group) return;
    try {
      await launch();
      onTrouble(`${program.name} is back.`);
    } catch (error) {
      await clear();
      if (wanted) return again(error instanceof Error ? error.message : String(error));
    }
  }

  const clear = async () => group?.end('SIGKILL', 0);

  async function end(signal: NodeJS.Signals): Promise<void> {
    wanted = false;
    await group?.end(signal, program.stopLimitMs);
  }

  return {
    name: program.name,
    get pid() {
      return group?.pid;
    },
    async start() {
      wanted = true;
      if (!group) await launch();
    },
    kill: async (signal) => (PASSING.includes(signal) ? group?.signal(signal) : end(signal)),
    stop: () => end('SIGTERM'),
    log: () => readFile(logFile, 'utf8').catch(() => ''),
  };
}

async function untilServing(program: Program, group: Group, logFile: string): Promise<void> {
  const deadline = Date.now() + HEALTH_LIMIT_MS;
  while (!(await program.healthy(group.printed).catch(() => false))) {
    if (group.ending || Date.now() > deadline) {
      const last = (await group.printed()).trim().split('\n').slice(-30).join('\n');
      const why = group.ending ? `ended before it was ready (${group.ending})` : 'does not answer';
      throw new Error(`${program.name} ${why}. The end of ${logFile}:\n${last}`);
    }
    await delay(50);
  }
  await program.prepare?.();
}
