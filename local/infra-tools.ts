// local/infra-tools.ts — what infra/ needs beside the project's own packages: the CDK, and cfn-lint in a venv of its own.
import { join } from 'node:path';
import { ROOT } from './environment.ts';
import { waitForLock } from './setup/lock.mjs';
import { buildVenv } from './setup/python.mjs';
import { run, runStep, type Step } from './setup/steps.mjs';

const INFRA = join(ROOT, 'infra');
const VENV = join(ROOT, '.local/infra/venv');
const RECORDS = join(ROOT, '.local/setup/running');
const say = (line: string) => console.error(line);

const LOCKED = ['package.json', 'package-lock.json', '.npmrc'].map((file) => join(INFRA, file));
const requirements = join(INFRA, 'requirements.txt');

const STEPS: Step[] = [
  {
    title: 'packages of infra/',
    needs: [],
    inputs: LOCKED,
    facts: [],
    makes: [join(INFRA, 'node_modules')],
    stamp: join(INFRA, 'node_modules/.set-up'),
    run: () => run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: INFRA, records: RECORDS }),
  },
  {
    title: 'cfn-lint',
    needs: [],
    inputs: [requirements],
    facts: [VENV], // the programs of a venv name its folder: it can't be moved
    makes: [join(VENV, 'bin/cfn-lint')],
    stamp: join(VENV, '.set-up'),
    run: () => buildVenv({ folder: VENV, requirements, cwd: ROOT, records: RECORDS }),
  },
];

/** Installs what is not there yet; one at a time. */
export async function installInfra(): Promise<void> {
  const release = await waitForLock(join(ROOT, '.local/setup/infra.lock'), ({ pid }) =>
    say(`Another set-up of infra/ is at work (process ${pid}): waiting for it.`),
  );
  try {
    for (const step of STEPS) await runStep(step, say);
  } finally {
    release();
  }
}
