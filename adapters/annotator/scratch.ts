// adapters/annotator/scratch.ts — scratch folders: room in them, and those of processes that were killed.
import { mkdir, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Left free whatever an annotation needs. */
const SPARE = 64 * 1024 * 1024;
/** `<name>.<host>.<process id>.<random>`, as activities name them too: tells who owns a folder, so that those of the dead are found. */
const OWNED = /\.([^.]*)\.(\d+)\.[^.]{6}$/;

/** Throws where the folder's file system has no room for so many bytes; another machine, or a later hour, may have. */
export async function assertRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= bytes + SPARE) return;
  throw new Error(`The scratch folder has ${free} bytes free, and this annotation may need ${bytes + SPARE}.`);
}

/** A private folder in `root` that `sweepScratch` removes once this process is gone. */
export async function openScratch(root: string, name: string): Promise<string> {
  await mkdir(root, { recursive: true });
  return mkdtemp(join(root, `${name}.${hostname().replaceAll('.', '-')}.${process.pid}.`));
}

/** Removes the folders whose process has ended, and those of this one, which has just begun; answers their names. */
export async function sweepScratch(root: string): Promise<string[]> {
  const names = await readdir(root).catch(() => []);
  const left = names.filter(isAbandoned);
  for (const name of left) await rm(join(root, name), { recursive: true, force: true });
  return left;
}

function isAbandoned(name: string): boolean {
  const [, host, pid] = OWNED.exec(name) ?? [];
  if (pid === undefined || host !== hostname().replaceAll('.', '-')) return false;
  return Number(pid) === process.pid || !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
