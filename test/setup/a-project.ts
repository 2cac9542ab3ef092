// test/setup/a-project.ts — a small project that setup.mjs can really set up in seconds: no packages, no tools.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { environmentWith } from '../../config.ts';
import { ROOT } from '../../local/environment.ts';

const NODE_PACKAGE = `node-${process.platform === 'darwin' && process.arch === 'arm64' ? 'bin-' : ''}${process.platform}-${process.arch}`;

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A project in a temporary folder, with this Node as its locked one. Remove it with `remove`. */
export async function aProject() {
  const folder = await mkdtemp(join(tmpdir(), 'gas-setup-'));
  await cp(join(ROOT, 'setup.mjs'), join(folder, 'setup.mjs'));
  await cp(join(ROOT, 'local/setup'), join(folder, 'local/setup'), { recursive: true });
  await mkdir(join(folder, 'node24/bin'), { recursive: true });
  await symlink(process.execPath, join(folder, 'node24/bin/node'));

  const optionalDependencies = { [NODE_PACKAGE]: 'file:node24' };
  const packages = {
    '': { name: 'small', optionalDependencies },
    node24: { name: NODE_PACKAGE, version: '24.0.0' },
    [`node_modules/${NODE_PACKAGE}`]: { resolved: 'node24', link: true },
  };
  const write = (name: string, value: object) => writeFile(join(folder, name), JSON.stringify(value));
  await write('package.json', { name: 'small', type: 'module', optionalDependencies });
  await write('package-lock.json', { name: 'small', lockfileVersion: 3, requires: true, packages });
  await write('node24/package.json', { name: NODE_PACKAGE, version: '24.0.0' });
  await writeFile(join(folder, 'requirements.txt'), '# nothing\n');

  /** Starts set-up with these words after `--`. */
  const start = (words: readonly string[], settings: Record<string, string> = {}): ChildProcess =>
    spawn(process.execPath, ['setup.mjs', '--', ...words], { cwd: folder, env: environmentWith(settings) });

  return {
    folder,
    start,
    run: (words: readonly string[], settings?: Record<string, string>) => endOf(start(words, settings)),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Waits for the end of a process that has pipes, and answers all it printed. */
export async function endOf(child: ChildProcess): Promise<Ended> {
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  return { code, signal, stdout, stderr };
}
