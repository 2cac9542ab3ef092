// local/reaper.ts — ends the stack's programs when its supervisor was killed: it watches a pipe that only death closes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stopRecorded } from './setup/processes.mjs';

const LIMIT_MS = 30_000;

/** Starts the watcher over the groups recorded in `folder`. `stop` ends it, once the groups have ended in order. */
export function startReaper(folder: string): { stop(): Promise<void> } {
  const watcher = spawn(process.execPath, [import.meta.filename, folder], {
    detached: true, // Ctrl-C in the terminal is not for it
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.stdin.on('error', () => {}); // it was killed itself: then there is nobody to tell
  return {
    async stop() {
      if (watcher.exitCode !== null || watcher.signalCode !== null) return;
      const gone = once(watcher, 'exit');
      watcher.stdin.end();
      await gone;
    },
  };
}

if (import.meta.main) {
  process.stdin.resume();
  await once(process.stdin, 'end');
  await stopRecorded(process.argv[2]!, LIMIT_MS);
}
