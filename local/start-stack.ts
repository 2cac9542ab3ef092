// local/start-stack.ts — the embedded stack as a whole: everything started in order, watched, and ended in order.
import { join, resolve } from 'node:path';
import { readConfig, type Config } from '../config.ts';
import { stackEnvironment } from './environment.ts';
import { assertFree, freePorts, loopback, type Ports } from './ports.ts';
import { partsOf, type ChildName, type Parts } from './parts.ts';
import { startReaper } from './reaper.ts';
import { SERVICES, type ServiceName } from './services.ts';
import { takeLock } from './setup/lock.mjs';
import { stopRecorded } from './setup/processes.mjs';

export type { Ports } from './ports.ts';
export type { ServiceName } from './services.ts';
export type { ChildName } from './parts.ts';

export interface StackOptions {
  /** Where all state lies; it is found again by the next start in the same folder. */
  folder: string;
  ports: 'free' | Ports;
  /** Settings of config.ts, such as `{ GAS_GRACE_PERIOD: '5s' }`, over those of the environment. */
  settings?: Record<string, string>;
  /** Which of our processes to start; all three where it is not given. */
  processes?: readonly ServiceName[];
  /** Aborting it ends a start that is under way, which then throws the signal's reason. */
  signal?: AbortSignal;
  /** Told of progress, and of every child that ended unasked and was started again. */
  say?: (line: string) => void;
}

export interface Stack {
  /** The environment of our processes, for one more of them or for a client. */
  env: NodeJS.ProcessEnv;
  config: Config;
  urls: Record<
    | 'web'
    | 'webInternal'
    | 'bridge'
    | 'worker'
    | 'temporal'
    | 'aws'
    | 'glacier'
    | 'glacierAdmin'
    | 'identity'
    | 'mailbox',
    string
  >;
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
  const { signal, say = () => {} } = options;
  const ports = options.ports === 'free' ? await freePorts() : options.ports;
  const env = stackEnvironment({ folder, ports, settings });
  const config = readConfig(env);

  const unlock = lockFolder(folder, config.web.url);
  const troubles: string[] = [];
  const records = join(folder, 'running');
  const reaper = startReaper(records);
  const onTrouble = (message: string) => {
    troubles.push(message);
    say(message);
  };
  const parts = partsOf({ config, env }, { folder, onTrouble });

  async function stop(): Promise<void> {
    await parts.stop();
    await reaper.stop();
    unlock();
  }

  signal?.addEventListener('abort', () => void parts.stop(), { once: true });
  try {
    const left = await stopRecorded(records, LEFT_OVER_LIMIT_MS);
    if (left > 0) say(`Ended ${left} programs that a killed stack had left running.`);
    await assertFree(ports);
    await parts.start(processes, signal);
  } catch (error) {
    await stop();
    throw signal?.aborted ? signal.reason : error;
  }
  return {
    env,
    config,
    urls: urlsOf(config),
    troubles,
    ...controlsOf(parts),
    stop,
  };
}

/** One stack in a folder at a time, since its state is one. */
function lockFolder(folder: string, address: string): () => void {
  const { release, holder } = takeLock(join(folder, 'stack.lock'), address);
  if (!release) throw new Error(`The stack is already running (pid ${holder.pid}), at ${holder.note}.`);
  return release;
}

function controlsOf({ the }: Parts): Pick<Stack, 'start' | 'kill' | 'pid' | 'logs'> {
  return {
    start: (name) => the(name).start(),
    kill: (name, signal = 'SIGKILL') => the(name).kill(signal),
    pid: (name) => the(name).pid,
    logs: (name) => the(name).log(),
  };
}

function urlsOf({ local: { ports }, web }: Config): Stack['urls'] {
  return {
    web: web.url,
    webInternal: loopback(ports.webInternal),
    bridge: loopback(ports.bridge),
    worker: loopback(ports.worker),
    temporal: loopback(ports.temporalUi),
    aws: loopback(ports.aws),
    glacier: loopback(ports.glacier),
    glacierAdmin: `${loopback(ports.glacier)}/_admin`,
    identity: loopback(ports.identity),
    mailbox: loopback(ports.mailbox),
  };
}
