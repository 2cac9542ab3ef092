// local/start-stack.ts — the embedded stack as a whole: everything started in order, watched, and ended in order.
import { join, resolve } from 'node:path';
import { readConfig, type Config } from '../config.ts';
import { child, type Child } from './child.ts';
import { stackEnvironment } from './environment.ts';
import { awsEmulator, glacierServer, identityProvider, mailbox, temporalServer } from './infrastructure.ts';
import { assertFree, freePorts, loopback, type Ports } from './ports.ts';
import { startReaper } from './reaper.ts';
import { service, SERVICES, type ServiceName } from './services.ts';
import { takeLock } from './setup/lock.mjs';
import { stopRecorded } from './setup/processes.mjs';

export type { Ports } from './ports.ts';
export type { ServiceName } from './services.ts';
export type ChildName = 'temporal' | 'aws' | 'glacier' | 'identity' | 'mailbox' | ServiceName;

export interface StackOptions {
  /** Where all state lies; it is found again by the next start in the same folder. */
  folder: string;
  ports: 'free' | Ports;
  /** Settings of config.ts, such as `{ GAS_GRACE_PERIOD: '5s' }`, over those of the environment. */
  settings?: Record<string, string>;
  /** Which of our processes to start; all three where it is not given. */
  processes?: readonly ServiceName[];
  /** Told of progress, and of every child that ended unasked and was started again. */
  say?: (line: string) => void;
}

export interface Stack {
  /** The environment of our processes, for one more of them or for a client. */
  env: NodeJS.ProcessEnv;
  config: Config;
  urls: Record<'web' | 'bridge' | 'temporal' | 'aws' | 'glacier' | 'glacierAdmin' | 'identity' | 'mailbox', string>;
  /** What ended unasked so far, in words; a test wants it empty. */
  troubles: readonly string[];
  /** Starts a child that was killed, and waits until it serves. */
  start(name: ChildName): Promise<void>;
  /** Signals the whole group of a child; after a signal that ends it, it stays down until `start`. */
  kill(name: ChildName, signal?: NodeJS.Signals): Promise<void>;
  pid(name: ChildName): number | undefined;
  /** Everything a child has printed. */
  logs(name: ChildName): Promise<string>;
  /** Ends every child in order; state is kept. */
  stop(): Promise<void>;
}

const LEFT_OVER_LIMIT_MS = 30_000;

/** Starts the stack and waits until every part serves. Throws an Error fit to be shown, with nothing left running. */
export async function startStack({ settings = {}, processes = SERVICES, ...options }: StackOptions): Promise<Stack> {
  const folder = resolve(options.folder);
  const say = options.say ?? (() => {});
  const ports = options.ports === 'free' ? await freePorts() : options.ports;
  const env = stackEnvironment({ folder, ports, settings });
  const config = readConfig(env);

  const lock = takeLock(join(folder, 'stack.lock'), config.web.url);
  if (!lock.release) throw new Error(`The stack is already running (pid ${lock.holder.pid}), at ${lock.holder.note}.`);
  const troubles: string[] = [];
  const reaper = startReaper(join(folder, 'running'));
  const onTrouble = (message: string) => {
    troubles.push(message);
    say(message);
  };
  const programs = [
    ...[awsEmulator, mailbox, identityProvider, glacierServer, temporalServer].map((of) => of({ config, env })),
    ...SERVICES.map((name) => service(name, { config, env })),
  ];
  const children = programs.map((program) => child(program, { folder, onTrouble }));
  const the = (name: ChildName) => children.find((one) => one.name === name)!;

  async function stop(): Promise<void> {
    for (const one of children.toReversed()) await one.stop();
    await reaper.stop();
    lock.release?.();
  }

  try {
    const left = await stopRecorded(join(folder, 'running'), LEFT_OVER_LIMIT_MS);
    if (left > 0) say(`Ended ${left} programs that a killed stack had left running.`);
    await assertFree(ports);
    await startAll(the, processes);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    env,
    config,
    urls: urlsOf(config),
    troubles,
    start: (name) => the(name).start(),
    kill: (name, signal = 'SIGKILL') => the(name).kill(signal),
    pid: (name) => the(name).pid,
    logs: (name) => the(name).log(),
    stop,
  };
}

/** What does not need each other starts together; Glacier's vault announces on a topic, which must be there. */
async function startAll(the: (name: ChildName) => Child, processes: readonly ServiceName[]): Promise<void> {
  const start = (...names: ChildName[]) => allOrFirstFailure(names.map((name) => the(name).start()));
  const aws = async () => {
    await start('aws');
    await start('glacier');
  };
  await allOrFirstFailure([start('temporal', 'identity', 'mailbox'), aws()]);
  await start(...processes);
}

/** Waits for all, so that none is still starting when the caller stops them; then throws the first failure. */
async function allOrFirstFailure(starts: Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(starts);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

function urlsOf({ local: { ports }, web }: Config): Stack['urls'] {
  return {
    web: web.url,
    bridge: loopback(ports.bridge),
    temporal: loopback(ports.temporalUi),
    aws: loopback(ports.aws),
    glacier: loopback(ports.glacier),
    glacierAdmin: `${loopback(ports.glacier)}/_admin`,
    identity: loopback(ports.identity),
    mailbox: loopback(ports.mailbox),
  };
}
