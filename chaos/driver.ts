// chaos/driver.ts — lets people and faults do what the plan says, at its times; then whatever an armed fault still owes.
import { setTimeout as pause } from 'node:timers/promises';
import { laneOf, type FaultName } from './faults.ts';
import type { Deed } from './plan.ts';
import { random } from './random.ts';
import type { Scene } from './scene.ts';
import { strikeMessages } from './strike-messages.ts';
import { PROCESS_STRIKES } from './strike-process.ts';
import { strikeRequests } from './strike-requests.ts';
import type { VaultFaults } from './strike-vault.ts';

/** How often every fault that has not fired is tried once more before the run is called a failure. */
const FORCING_ROUNDS = 6;
const TRAFFIC_MS = 2000;
/** A strike whose turn comes later than this is left out: the phase with faults has its length. */
const LATE_MS = 20_000;

export interface Driver {
  /** The phase in which chance decides. */
  faults(): Promise<void>;
  /** Strikes what has not fired, with people at work who make every step happen. */
  force(): Promise<void>;
}

export function createDriver(scene: Scene, vaultRules: VaultFaults): Driver {
  const { plan, log, say } = scene;
  const strike = striker(scene, vaultRules);
  const does = doer(scene);

  async function atItsTime<T extends { at: number }>(list: readonly T[], act: (one: T) => Promise<unknown>) {
    const started = Date.now();
    const under: Promise<unknown>[] = [];
    for (const one of list) {
      await pause(Math.max(0, started + one.at - Date.now()));
      under.push(act(one).catch((error: unknown) => say(`  ${describe(one)}: ${String(error)}`)));
    }
    await Promise.all(under);
  }

  const unfired = () =>
    plan.armed.filter(
      (fault): fault is Exclude<FaultName, 'clocks-apart'> => fault !== 'clocks-apart' && log.fired(fault) === 0,
    );

  return {
    async faults() {
      const looking = setInterval(() => void vaultRules.look().catch(() => undefined), 5000);
      await Promise.all([
        atItsTime(plan.deeds, does),
        atItsTime(plan.strikes, ({ fault, draw }) => strike(fault, draw, Date.now() + LATE_MS)),
      ]);
      clearInterval(looking);
    },
    async force() {
      const stop = new AbortController();
      const traffic = makeTraffic(scene, stop.signal);
      for (let round = 0; round < FORCING_ROUNDS; round++) {
        await vaultRules.look();
        const owed = unfired();
        if (owed.length === 0) break;
        say(`  forcing ${owed.join(', ')}`);
        for (const fault of owed.filter((name) => laneOf(name) !== 'process')) await strike(fault, `force ${round}`);
        for (const fault of owed.filter((name) => laneOf(name) === 'process')) await strike(fault, `force ${round}`);
        await pause(4000);
      }
      stop.abort();
      await traffic;
      await divide(scene);
    },
  };
}

function describe(one: object): string {
  return 'fault' in one ? String(one.fault) : 'deed' in one ? String(one.deed) : 'unknown';
}

/** One fault after the other where it stops a process; the others at once. */
function striker(scene: Scene, vaultRules: VaultFaults) {
  let turn: Promise<unknown> = Promise.resolve();

  async function onProcess(fault: FaultName, draw: string, until: number): Promise<void> {
    if (Date.now() > until) return;
    const detail = await PROCESS_STRIKES[fault]?.(scene, draw);
    if (detail) scene.log.write('fault', { fault, times: 1, detail });
  }
  return async (fault: FaultName, draw: string, until = Number.POSITIVE_INFINITY): Promise<void> => {
    const lane = laneOf(fault);
    if (lane === 'process') {
      const done = turn.then(() => onProcess(fault, draw, until));
      turn = done.catch(() => undefined);
      return done;
    }
    if (lane === 'vault') return vaultRules.strike(fault);
    if (lane === 'messages') return strikeMessages(scene, fault, draw);
    strikeRequests(scene, fault, draw);
  };
}

/** What a person does about a job waits until the job has been submitted. */
function doer({ plan, people, files, log }: Scene) {
  const submitted = new Map<number, Promise<string | undefined>>();
  const source = random(`files ${plan.seed}`);

  async function onJob(deed: Extract<Deed, { job: number }>): Promise<void> {
    const actor = people[deed.person]!;
    if (deed.deed === 'submit') {
      const bytes = files.make(deed.size, source.of(String(deed.job)));
      const submission = actor.submit(`gaschaosname-${deed.job}.vcf`, bytes, deed.doubled);
      submitted.set(deed.job, submission);
      await submission;
      return;
    }
    const jobId = await submitted.get(deed.job);
    if (!jobId || actor.closed()) return;
    if (deed.deed === 'cancel') await actor.cancel(jobId);
    if (deed.deed === 'retry') await actor.retry(jobId);
    if (deed.deed === 'delete') await actor.remove(jobId);
    if (deed.deed === 'download') await actor.download(jobId);
    if (deed.deed === 'pry') {
      const other = people[(deed.person + 1) % people.length]!;
      if (other.closed()) return;
      const [person, owner] = [other.person.sub, actor.person.sub];
      log.write('probe', { person, jobId, owner, status: await other.look(jobId) });
    }
  }

  return async (deed: Deed): Promise<void> => {
    const actor = people[deed.person]!;
    if ('job' in deed) return onJob(deed);
    if (deed.deed === 'plan') return actor.plan.change(deed.role);
    if (deed.deed === 'close-account') return actor.closeAccount();
    if (!actor.closed()) await actor.signIn();
  };
}

/** In the end somebody is free and somebody premium, so that results have to be in both places. */
async function divide({ people, plan }: Scene): Promise<void> {
  const staying = random(`divide ${plan.seed}`).shuffled(people.filter((actor) => !actor.closed()));
  const roles = ['free_user', 'premium_user'];
  await Promise.all(staying.map((actor, index) => actor.plan.change(roles[index % 2]!)));
}

/** Small jobs and changes of plan without end, so that every step of every move happens again and again. */
async function makeTraffic({ people, files, plan }: Scene, signal: AbortSignal): Promise<void> {
  const source = random(`traffic ${plan.seed}`);
  const under: Promise<unknown>[] = [];
  for (let round = 0; !signal.aborted; round++) {
    const open = people.filter((actor) => !actor.closed());
    const actor = source.pick(open);
    under.push(
      actor.submit(`gaschaosname-more-${round}.vcf`, files.make(round % 8 === 7 ? 'large' : 'tiny', source), false),
    );
    if (round % 5 === 4) under.push(open[((round - 4) / 5) % open.length]!.plan.toggle());
    await pause(TRAFFIC_MS, undefined, { signal }).catch(() => undefined);
  }
  await Promise.allSettled(under);
}
