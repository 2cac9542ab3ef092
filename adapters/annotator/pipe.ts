// adapters/annotator/pipe.ts — runs engine processes as one pipe: limited, watched, and ended as whole groups.
import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface Stage {
  /** Where its messages come from, for people: `norm`, `csq`. */
  name: string;
  args: readonly string[];
  /** argv prefix of another program than the engine, first word absolute. */
  command?: readonly string[];
}

export interface StageEnd {
  name: string;
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The first 64 KiB of its stderr. */
  stderr: string;
}

export interface PipeOptions {
  /** argv prefix of the engine, first word absolute. */
  engine: readonly string[];
  /** Working folder: stages name their files relative to it. */
  folder: string;
  /** Ends all processes within 2 s; the pipe then rejects with its reason. */
  signal: AbortSignal;
  limits: { memoryBytes: number; cpuSeconds: number; fileBytes: number };
  /** Makes what the first stage reads from stdin. */
  input?: () => Readable;
  /** Takes what the last stage writes to stdout. If it throws, all stages are ended and the pipe rejects with that. */
  output?: (stdout: Readable) => Promise<void>;
  /** Told the process ids, each the leader of its own group. */
  onStarted?: (groups: readonly number[]) => void;
}

const STDERR_BYTES = 64 * 1024;
const TERM_TO_KILL_MS = 1000;
const PRLIMIT = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => existsSync(path));

/** The whole environment of an engine: nothing of ours, least of all credentials. */
export const engineEnvironment = (folder: string): Record<string, string> => ({
  LC_ALL: 'C',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  PYTHONDONTWRITEBYTECODE: '1',
  TMPDIR: folder,
});

/** Runs the stages joined by pipes and answers how each ended; throws if one can't be started, or the abort's reason. */
export async function runPipe(stages: readonly Stage[], options: PipeOptions): Promise<StageEnd[]> {
  options.signal.throwIfAborted();
  const children = startAll(stages, options);
  const groups = children.flatMap(({ pid }) => pid ?? []);
  const ends = Promise.all(children.map((child, at) => ended(child, stages[at]!.name)));
  const stop = endGroups.bind(undefined, groups, ends);
  options.signal.addEventListener('abort', stop, { once: true });
  options.onStarted?.(groups);
  try {
    const [first] = children;
    // A stage that ends early breaks its pipe; its exit code tells why.
    const fed = options.input && first?.stdin && pipeline(options.input(), first.stdin).catch(unlessPipeBroke);
    const last = children.at(-1)?.stdout;
    const [all] = await Promise.all([ends, fed, last && options.output?.(last)]);
    options.signal.throwIfAborted();
    return all;
  } catch (error) {
    stop();
    await ends.catch(() => undefined);
    options.signal.throwIfAborted();
    throw error;
  } finally {
    options.signal.removeEventListener('abort', stop);
  }
}

/** Starts every stage within one turn of the event loop, so that no byte of a shared pipe is read in this process. */
function startAll(stages: readonly Stage[], { engine, folder, limits, input, output }: PipeOptions): ChildProcess[] {
  const children: ChildProcess[] = [];
  for (const [at, stage] of stages.entries()) {
    const before = children.at(-1)?.stdout;
    const stdio: StdioOptions = [
      before ?? (input ? 'pipe' : 'ignore'),
      at < stages.length - 1 || output ? 'pipe' : 'ignore',
      'pipe',
    ];
    const env = { ...engineEnvironment(folder), BCFTOOLS_LIMITS: limitWords(limits).join(' ') };
    const [program, ...prefix] = [...limiter(limits), ...(stage.command ?? engine)];
    const child = spawn(program!, [...prefix, ...stage.args], { cwd: folder, env, stdio, detached: true });
    before?.destroy();
    children.push(child);
    if (child.pid === undefined) break; // its error event says why; the next would have no input
  }
  return children;
}

const limitWords = ({ memoryBytes, cpuSeconds, fileBytes }: PipeOptions['limits']): string[] => [
  `as=${memoryBytes}`,
  `cpu=${cpuSeconds}:${cpuSeconds + 5}`, // the first sends SIGXCPU, which tells why; the second kills
  `fsize=${fileBytes}`,
  'nofile=256',
  'core=0',
];

/** On Linux the limits are set before the engine starts; elsewhere our bcftools.py sets them itself. */
function limiter(limits: PipeOptions['limits']): string[] {
  return PRLIMIT ? [PRLIMIT, ...limitWords(limits).map((word) => `--${word}`)] : [];
}

function ended(child: ChildProcess, name: string): Promise<StageEnd> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (stderr.length < STDERR_BYTES) stderr += text.slice(0, STDERR_BYTES - stderr.length);
  });
  child.stdin?.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new Error(`The annotation engine (${name}) can't be started.`, { cause })));
    child.once('close', (code, signal) => resolve({ name, code, signal, stderr }));
  });
}

function endGroups(groups: readonly number[], ends: Promise<unknown>): void {
  const signalAll = (signal: NodeJS.Signals): void => groups.forEach((group) => signalGroup(group, signal));
  signalAll('SIGTERM');
  const kill = setTimeout(signalAll, TERM_TO_KILL_MS, 'SIGKILL');
  // The leaders have ended; what they started may have ignored the first signal.
  const killRest = (): void => {
    clearTimeout(kill);
    signalAll('SIGKILL');
  };
  void ends.then(killRest, killRest);
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function unlessPipeBroke(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'EPIPE' && code !== 'ECONNRESET' && code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}
