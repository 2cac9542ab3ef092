// setup.mjs — brings a fresh clone to where everything runs, once, and then starts the command given after `--`.
// Plain JavaScript without dependencies: it runs on any Node from 20 on, before anything is installed.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandEnvironment, launch, lockedNode, nodeArguments } from './local/setup/launch.mjs';
import { waitForLock } from './local/setup/lock.mjs';
import { plan } from './local/setup/plan.mjs';
import { stopRecorded } from './local/setup/processes.mjs';
import { isDone, runStep, stopSteps } from './local/setup/steps.mjs';

const ROOT = dirname(fileURLToPath(import.meta.url));
const OWN = join(ROOT, '.local/setup');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const say = (line) => console.error(line);

async function setUp() {
  const running = join(OWN, 'running');
  const waves = plan(ROOT, running);
  if (waves.flat().every(isDone)) return;

  const release = await waitForLock(join(OWN, 'lock'), ({ pid }) =>
    say(`Another set-up is at work (process ${pid}): waiting for it.`),
  );
  try {
    await stopRecorded(running); // programs of a set-up that was killed
    const undone = waves.flat().filter((step) => !isDone(step));
    for (const step of undone) step.check?.(); // what is missing is said at once, not after a minute of fetching
    if (undone.length > 0) say('Setting up; the first time takes a few minutes.');
    for (const wave of waves) await runWave(wave);
  } finally {
    release();
  }
}

async function runWave(steps) {
  const outcomes = await Promise.allSettled(steps.map((step) => runStep(step, say)));
  const failed = outcomes.filter(({ status }) => status === 'rejected');
  if (failed.length > 0) throw new Error(failed.map(({ reason }) => reason.message).join('\n'));
}

function interrupt(signal) {
  stopSteps();
  say('Set-up was interrupted; the next one goes on from here.');
  process.exit(signal === 'SIGINT' ? 130 : 143);
}

function loadSettings() {
  const file = join(ROOT, '.env');
  if (!existsSync(file)) return;
  if (!process.loadEnvFile) throw new Error('Reading .env needs Node 20.12 or newer on PATH.');
  process.loadEnvFile(file);
}

try {
  if (Number.parseInt(process.versions.node) < 20)
    throw new Error(`Node 20 or newer is needed; this is ${process.version}.`);
  const separator = process.argv.indexOf('--');
  const words = separator < 0 ? [] : process.argv.slice(separator + 1);

  loadSettings();
  for (const signal of SIGNALS) process.on(signal, interrupt);
  await setUp();
  for (const signal of SIGNALS) process.off(signal, interrupt);
  if (words.length > 0) {
    const node = lockedNode(ROOT);
    launch(node, nodeArguments(ROOT, words), { env: commandEnvironment(ROOT, node) });
  }
} catch (error) {
  say(error.message);
  process.exit(1);
}
