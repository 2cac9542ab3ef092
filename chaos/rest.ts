// chaos/rest.ts — the quiet phase: waits for rest, does what an operator has to do, and reconciles.
import { execFile } from 'node:child_process';
import { ROOT } from '../local/environment.ts';
import type { StoreReader } from './collect.ts';
import type { Scene } from './scene.ts';
import { settle } from './settle.ts';

/** Long, since a run may share its machine: what counts is that rest comes. */
const SETTLE_MS = 900_000;
/** A retrieval that keeps failing gives up after its rounds, and is then tried again by hand. */
const RETRIES = 3;

/** Waits, reconciles, and waits again: what the faults left behind is to be found and repaired. */
export async function rest(scene: Scene, stores: StoreReader): Promise<void> {
  const { log, say } = scene;
  await comeToRest(scene, stores);
  say('reconciling');
  await gas(scene, ['reconcile']);
  await comeToRest(scene, stores);
  log.write('phase', { phase: 'end' });
}

async function comeToRest(scene: Scene, stores: StoreReader): Promise<void> {
  const { log, say } = scene;
  for (let retries = 0; ; retries++) {
    const { moving, givenUp } = await settle(scene, stores, SETTLE_MS);
    const left = retries < RETRIES ? moving : [...moving, ...givenUp.map((jobId) => `${jobId} was given up`)];
    for (const detail of left) log.write('phase', { phase: 'settled', detail });
    if (left.length > 0) return say(`  still moving: ${left.slice(0, 10).join('; ')}`);
    if (givenUp.length === 0) return;
    for (const jobId of givenUp) await gas(scene, ['retry', jobId]);
  }
}

/** A command of the operator's. It ends with 1 where something is left for a person to look at. */
async function gas({ stack, log, say }: Scene, words: readonly string[]): Promise<void> {
  log.write('operator', { what: words.join(' ') });
  const how = { cwd: ROOT, env: stack.env, timeout: SETTLE_MS };
  const { promise, resolve } = Promise.withResolvers<void>();
  execFile(process.execPath, ['cli/main.ts', ...words], how, (error, stdout, stderr) => {
    for (const line of `${stdout}${stderr}`.trim().split('\n')) say(`  ${line}`);
    const failed = error && error.code !== 1;
    if (failed) log.write('phase', { phase: 'settled', detail: `gas ${words.join(' ')} failed: ${error.message}` });
    resolve();
  });
  return promise;
}
