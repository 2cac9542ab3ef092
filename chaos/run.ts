// chaos/run.ts — one run: the stack behind its doors, a phase with faults, a quiet one, and the check.
import { join } from 'node:path';
import pMap from 'p-map';
import { readConfig } from '../config.ts';
import { PEOPLE } from '../local/people.ts';
import { freePorts } from '../local/ports.ts';
import { startStack, type ChildName } from '../local/start-stack.ts';
import { check, type Report } from './checker.ts';
import { openStores, readMails, type StoreReader } from './collect.ts';
import { readHistories, readLogs, readProcesses, readShown } from './collect-service.ts';
import { openDoor } from './door.ts';
import { createDriver } from './driver.ts';
import { openEventLog } from './events.ts';
import { openFiles } from './files.ts';
import { createMailer } from './messages.ts';
import { awsOperation, vaultOperation } from './operations.ts';
import { createActor } from './people.ts';
import type { Plan } from './plan.ts';
import { isDeleted } from './rows.ts';
import type { Scene } from './scene.ts';
import { rest } from './rest.ts';
import type { ProcessState, ShownJob, Stores } from './stores.ts';
import { start } from './strike-process.ts';
import { vaultFaults } from './strike-vault.ts';
import { settingsOf } from './settings.ts';

const ENDED: readonly ChildName[] = ['temporal', 'identity', 'worker', 'bridge', 'web'];

/** Runs the plan in `folder`; answers what the checker says. Throws where the stack can't be started or stopped. */
export async function runPlan(
  plan: Plan,
  options: { minutes: number; jobs: number; folder: string; say: (line: string) => void },
): Promise<Report> {
  const { folder, say } = options;
  const { scene, close } = await openScene(plan, options);
  const { log } = scene;
  const stores = openStores(scene.stack.config);
  const vault = vaultFaults(scene.stack.urls.glacierAdmin, log);
  try {
    await Promise.all(scene.people.map((actor) => actor.signIn()));
    const before = await readProcesses(scene.stack);
    const driver = createDriver(scene, vault);
    say('people at work, faults on');
    log.write('phase', { phase: 'faults' });
    await driver.faults();
    log.write('phase', { phase: 'forcing' });
    await driver.force();
    await vault.clear();
    await calm(scene);
    await rest(scene, stores);
    say('reading everything back');
    const held = await collect(scene, stores, { before, folder });
    return check(log.events, held);
  } finally {
    stores.close();
    await close();
  }
}

async function openScene(plan: Plan, { minutes, jobs, folder, say }: Parameters<typeof runPlan>[1]) {
  const log = openEventLog(join(folder, 'events.jsonl'));
  const ports = await freePorts();
  const aws = await openDoor({ port: ports.aws, name: awsOperation, log });
  const vault = await openDoor({ port: ports.glacier, name: vaultOperation, log });
  const settings = settingsOf(plan, { aws: aws.url, vault: vault.url });
  const trouble = (detail: string) => {
    log.write('process', { name: 'stack', what: 'trouble', detail });
    say(`  ${detail}`);
  };
  const stack = await startStack({ folder, ports, settings, say: trouble });
  const { config } = stack;
  log.write('run', {
    seed: plan.seed,
    minutes,
    jobs,
    armed: plan.armed,
    graceMs: config.rules.graceMs,
    clocks: plan.clocks,
  });
  if (Object.values(plan.clocks).some((ms) => ms !== 0))
    log.write('fault', { fault: 'clocks-apart', times: 1, detail: JSON.stringify(plan.clocks) });

  await hurryInventories(stack.urls.glacierAdmin);
  const mailer = createMailer(config, log);
  const files = await openFiles(join(readConfig().annotator.genomeFolder, 'examples/mgrb.chrM.vcf.gz'));
  const people = PEOPLE.map((person) => createActor({ person, webUrl: stack.urls.web, log }));
  const scene: Scene = { plan, stack, folder, aws, vault, people, files, mailer, log, say };
  async function close() {
    mailer.close();
    await stack.stop();
    await Promise.all([aws.close(), vault.close()]);
  }
  return { scene, close };
}

/** The local Glacier makes its inventory in hours, as Amazon's does; it has no setting of config.ts. */
async function hurryInventories(adminUrl: string): Promise<void> {
  await fetch(`${adminUrl}/settings`, { method: 'POST', body: JSON.stringify({ inventoryMs: 1000 }) });
}

/** All faults off, all processes up. */
async function calm(scene: Scene): Promise<void> {
  const { aws, vault, stack, log, say } = scene;
  for (const door of [aws, vault]) door.clear();
  for (const name of ENDED) {
    await stack.kill(name, 'SIGCONT');
    await start(scene, name);
  }
  log.write('phase', { phase: 'quiet' });
  say('faults off, waiting for rest');
}

/** What the API shows in S3 is downloaded as its owner would: the log then tells what came. */
async function downloadAll(people: Scene['people'], shown: readonly ShownJob[]): Promise<void> {
  const hot = shown.filter(({ place }) => place === 'hot');
  const ownerOf = (user: string) => people.find(({ person }) => person.sub === user);
  await pMap(hot, ({ user, jobId }) => ownerOf(user)?.download(jobId), { concurrency: 4 });
}

async function collect(
  scene: Scene,
  stores: StoreReader,
  { before, folder }: { before: ProcessState[]; folder: string },
): Promise<Stores> {
  const { stack, people } = scene;
  const { aws, identity } = stack.config;
  const secrets = [aws.credentials?.secretAccessKey, identity.clientSecret].filter((secret) => secret !== undefined);
  const after = await readProcesses(stack);
  const shown = await readShown(people);
  await downloadAll(people, shown);
  const histories = await readHistories(stack, secrets);
  const logs = await readLogs(folder, secrets);
  const held = await stores.everything();
  const gone = held.jobs.filter(isDeleted).map((row) => String(row['job_id']));
  const looks = people.flatMap((actor) =>
    actor.closed()
      ? []
      : actor.jobs
          .filter((jobId) => gone.includes(jobId))
          .map(async (jobId) => ({ jobId, status: await actor.look(jobId) })),
  );
  return {
    ...held,
    workflows: histories.workflows,
    shown,
    deletedLooks: await Promise.all(looks),
    mails: await readMails(join(folder, 'mail')),
    leaks: [...histories.leaks, ...logs.leaks],
    searched: histories.searched + logs.searched,
    before,
    after,
  };
}
