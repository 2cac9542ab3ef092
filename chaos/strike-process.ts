// chaos/strike-process.ts — faults that end, stop or starve a process, or act while a step of a move is held.
import { execFile } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ChildName } from '../local/start-stack.ts';
import type { Operation } from './events.ts';
import type { FaultName } from './faults.ts';
import { random } from './random.ts';
import { ownerOf, type Scene } from './scene.ts';
import { ARCHIVING, RESTORING, STEPS, type Step } from './steps.ts';

type Injection = (scene: Scene, draw: string) => Promise<string | undefined>;

const run = promisify(execFile);
const REACH_MS = 12_000;
/** Longer than the heartbeat timeout of a transfer (12 s). */
const WORKER_FROZEN_MS = 14_000;
/** Longer than a message in the bridge's hands stays hidden (20 s). */
const BRIDGE_FROZEN_MS = 21_000;
const STARVED_MS = 4000;

/** Each answers a word on what it did, or nothing where its moment did not come. */
export const PROCESS_STRIKES: Partial<Record<FaultName, Injection>> = {
  'kill-worker': killed('worker'),
  'kill-bridge': killed('bridge'),
  'kill-web': killed('web'),
  'kill-temporal': killed('temporal'),
  'kill-worker-before-upload': killedAt('worker', STEPS.beginUpload),
  'kill-worker-mid-upload': killedAt('worker', STEPS.sendPart),
  'kill-worker-after-upload': killedAt('worker', STEPS.completed),
  'kill-worker-before-hot-delete': killedAt('worker', STEPS.deleteHot),
  'kill-worker-after-retrieval-start': killedAt('worker', STEPS.retrievalStarted),
  'kill-worker-mid-copy-back': killedAt('worker', STEPS.midOutput),
  'kill-worker-after-result-write': killedAt('worker', STEPS.resultWritten),
  'kill-worker-before-archive-delete': killedAt('worker', STEPS.deleteArchive),
  'kill-bridge-after-receive': killedAt('bridge', STEPS.messageReceived),
  'kill-bridge-before-delete': killedAt('bridge', STEPS.messageDelete),
  'kill-web-after-publish': killedAt('web', STEPS.planPublished),
  'kill-web-mid-submit': killedAt('web', STEPS.submissionChecked),
  'kill-temporal-mid-move': killedAt('temporal', STEPS.completed),
  'freeze-worker': frozen('worker', WORKER_FROZEN_MS),
  'freeze-bridge': frozen('bridge', BRIDGE_FROZEN_MS),
  'freeze-web': frozen('web', 3000),
  'identity-away': async (scene) => {
    await kill(scene, 'identity');
    const signIns = Promise.all(scene.people.map((actor) => actor.signIn()));
    await pause(2000);
    await start(scene, 'identity');
    await signIns;
    return 'everybody signed in again';
  },
  'identity-key-rotated': async (scene) => {
    await kill(scene, 'identity');
    await rm(join(scene.folder, 'identity', 'keys.json'), { force: true });
    await start(scene, 'identity');
    const signedIn = await Promise.all(scene.people.filter((actor) => !actor.closed()).map((actor) => actor.signIn()));
    return signedIn.every(Boolean) ? 'everybody signed in with the new key' : undefined;
  },
  'disk-full': (scene) => starved(scene, 'fsize', () => 0),
  'descriptors-exhausted': (scene) => starved(scene, 'nofile', (open) => open + 1),
  'upgrade-mid-move': during(ARCHIVING, (actor) => actor.plan.change('premium_user')),
  'downgrade-mid-move': during(RESTORING, (actor) => actor.plan.change('free_user')),
  'delete-mid-move': during([...ARCHIVING, ...RESTORING], (actor, { jobId = '' }) => actor.remove(jobId)),
  'cancel-mid-annotation': during([STEPS.inputRead], (actor, { jobId = '' }) => actor.cancel(jobId)),
};

function killed(name: ChildName): Injection {
  return async (scene) => {
    await kill(scene, name);
    await start(scene, name);
    return 'at a random moment';
  };
}

function killedAt(name: ChildName, step: Step): Injection {
  return async (scene) => {
    const hold = step.door(scene).set(step.point, step.matches, REACH_MS);
    const reached = await hold.reached;
    if (!reached) return undefined;
    await kill(scene, name);
    hold.release('drop');
    await start(scene, name);
    return `${step.name}${reached.jobId ? ` of ${reached.jobId}` : ''}`;
  };
}

function frozen(name: ChildName, ms: number): Injection {
  return async (scene) => {
    const { stack, log } = scene;
    await stack.kill(name, 'SIGSTOP');
    log.write('process', { name, what: 'stop' });
    await pause(ms);
    await stack.kill(name, 'SIGCONT');
    log.write('process', { name, what: 'continue' });
    return `for ${ms / 1000} s`;
  };
}

type Meanwhile = (actor: Scene['people'][number], held: Operation) => Promise<unknown>;

/** Holds one of these steps, lets its owner act, and then lets it go on. */
function during(steps: readonly Step[], meanwhile: Meanwhile): Injection {
  return async (scene, draw) => {
    const step = random(draw).pick(steps);
    const hold = step.door(scene).set(step.point, step.matches, REACH_MS);
    const held = await hold.reached;
    const actor = ownerOf(scene, held?.jobId);
    if (held && actor && !actor.closed()) {
      await Promise.race([meanwhile(actor, held), pause(REACH_MS)]);
      hold.release('go');
      return `${step.name} of ${held.jobId}`;
    }
    hold.release('go');
    return undefined;
  };
}

/** Takes a resource away from the worker for a while; it may die of that, and is then started again without the limit. */
async function starved({ stack, log }: Scene, resource: string, limit: (open: number) => number) {
  const pid = stack.pid('worker');
  if (!pid || process.platform !== 'linux') return undefined;
  const open = (await readdir(`/proc/${pid}/fd`)).length;
  await run('prlimit', ['--pid', String(pid), `--${resource}=${limit(open)}:`]);
  log.write('process', { name: 'worker', what: 'trouble', detail: `${resource} limited to ${limit(open)}` });
  await pause(STARVED_MS);
  const hard = resource === 'nofile' ? '4096:' : 'unlimited:';
  await run('prlimit', ['--pid', String(pid), `--${resource}=${hard}`]).catch(() => undefined);
  return `for ${STARVED_MS / 1000} s`;
}

async function kill({ stack, log }: Scene, name: ChildName): Promise<void> {
  await stack.kill(name, 'SIGKILL');
  log.write('process', { name, what: 'kill' });
}

/** A start may meet the very fault that is under way, such as AWS answering 5xx: then it is tried again. */
export async function start({ stack, log }: Pick<Scene, 'stack' | 'log'>, name: ChildName): Promise<void> {
  for (let left = 3; ; left--) {
    try {
      await stack.start(name);
      return log.write('process', { name, what: 'start' });
    } catch (error) {
      log.write('process', { name, what: 'trouble', detail: String(error) });
      if (left === 0) throw error;
    }
  }
}
