// local/setup/steps.mjs — a step is done when its stamp holds the hash of everything that went into it.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { recordGroup, signalGroup } from './processes.mjs';

const running = new Map();

/** Ends the programs of all steps that are under way, for a set-up that is interrupted. */
export function stopSteps() {
  for (const [pid, forget] of running) {
    signalGroup(pid, 'SIGTERM');
    forget();
  }
}

/** Is there nothing to do? A step without its sources (`needs`) has nothing to do either. */
export function isDone(step) {
  if (!step.needs.every((path) => existsSync(path))) return true;
  return step.makes.every((path) => existsSync(path)) && readText(step.stamp) === inputHash(step);
}

/** Runs one step and stamps it last, so that one that was cut off is done again. Throws an Error fit to be shown. */
export async function runStep(step, say) {
  if (isDone(step)) return;
  const hash = inputHash(step);
  const started = Date.now();
  rmSync(step.stamp, { force: true });

  await step.run();

  mkdirSync(dirname(step.stamp), { recursive: true });
  writeFileSync(`${step.stamp}.new`, hash);
  renameSync(`${step.stamp}.new`, step.stamp);
  say(`  ${step.title.padEnd(34)} ${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s`);
}

/** Runs a program in a group of its own, quietly; a failure's message carries the end of what it printed. */
export function run(program, args, { cwd, env = process.env, records }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    child.once('error', (error) => reject(new Error(`${program} can't be started: ${error.message}`)));
    if (!child.pid) return;

    const forget = recordGroup(records, child.pid);
    running.set(child.pid, forget);
    let output = '';
    const keep = (chunk) => (output += chunk);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('close', (code, signal) => {
      running.delete(child.pid);
      forget();
      if (code === 0) resolve(output);
      else
        reject(
          new Error(`${[program, ...args].join(' ')} failed (${signal ?? `exit code ${code}`}):\n${gist(output)}`),
        );
    });
  });
}

/** The two ends of what a failed program printed: npm says why at first, pip at last. */
function gist(output) {
  const lines = output.trim().split('\n');
  return lines.length <= 16 ? lines.join('\n') : [...lines.slice(0, 10), '...', ...lines.slice(-5)].join('\n');
}

function inputHash({ inputs, facts }) {
  const hash = createHash('sha256').update(JSON.stringify(facts));
  for (const path of inputs.flatMap(files).toSorted()) {
    hash.update(`\0${path}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function files(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== '__pycache__')
    .flatMap((name) => files(join(path, name)));
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
