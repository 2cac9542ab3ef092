// local/setup/lock.mjs — a lock file that names its holder; the lock of a process that has died is taken over.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isRunning, startOf } from './processes.mjs';

/**
 * Tries once to take the lock `file`, with `note` for whoever finds it taken.
 * Answers `{ release }` when taken, `{ holder: { pid, note } }` when a living process has it.
 */
export function takeLock(file, note = '') {
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, start: startOf(process.pid), note }));
  try {
    for (;;) {
      if (links(own, file)) return { release: () => rmSync(file, { force: true }) };
      const holder = read(file);
      if (holder && isRunning(holder)) return { holder };
      setAside(file, holder, own);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Waits until the lock is ours; `onWait(holder)` is called once when it is not free at the first try. */
export async function waitForLock(file, onWait) {
  let told = false;
  for (;;) {
    const { release, holder } = takeLock(file);
    if (release) return release;
    if (!told) onWait(holder);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** A link appears with its whole content at once, or not at all when the name is taken. */
function links(own, file) {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a dead holder's lock; if another process took it over meanwhile, that one gets it back. */
function setAside(file, holder, own) {
  const aside = `${own}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return; // another process was quicker
  }
  const moved = read(aside);
  if (moved && JSON.stringify(moved) !== JSON.stringify(holder)) links(aside, file);
  rmSync(aside, { force: true });
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
