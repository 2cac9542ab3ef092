// local/setup/processes.mjs — knows a process by pid and start time, so that a pid given out again is never mistaken.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** When process `pid` started, in the system's own words; undefined where no such process runs. */
export function startOf(pid) {
  try {
    if (process.platform === 'linux') {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
      return fields[0] === 'Z' ? undefined : fields[19]; // a zombie holds nothing any more
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Is `process` (as `{ pid, start }`) still the program that was recorded? */
export const isRunning = ({ pid, start }) => start !== undefined && startOf(pid) === start;

/** Remembers the leader of a process group in `folder`, until the answered function is called. */
export function recordGroup(folder, pid) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${pid}.json`);
  writeFileSync(file, JSON.stringify({ pid, start: startOf(pid) }));
  return () => rmSync(file, { force: true });
}

/** Ends every recorded group that outlived its owner: SIGTERM, then SIGKILL after `limitMs`. Answers how many. */
export async function stopRecorded(folder, limitMs = 0) {
  const all = recorded(folder);
  const left = all.filter(({ group }) => isRunning(group));
  for (const { group } of left) signalGroup(group.pid, limitMs > 0 ? 'SIGTERM' : 'SIGKILL');

  const deadline = Date.now() + limitMs;
  for (const { group } of left) {
    while (isRunning(group)) {
      if (Date.now() > deadline) signalGroup(group.pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  for (const { file } of all) rmSync(join(folder, file), { force: true });
  return left.length;
}

/** Signals a whole process group; one that is gone already is no error. */
export function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function recorded(folder) {
  let files = [];
  try {
    files = readdirSync(folder);
  } catch {
    return [];
  }
  return files.flatMap((file) => {
    try {
      return [{ file, group: JSON.parse(readFileSync(join(folder, file), 'utf8')) }];
    } catch {
      return []; // cut off while it was written
    }
  });
}
