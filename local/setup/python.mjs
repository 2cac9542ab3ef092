// local/setup/python.mjs — finds a Python for the embedded stack's tools and builds their virtual environment.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './steps.mjs';

const NAMES = ['python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3'];
const PROBE = 'import sys; print(*sys.version_info[:2]); import ensurepip, venv';

/** The first Python of version 3.11 to 3.14 on PATH, or the one that GAS_PYTHON names. Throws one clear sentence. */
export function findPython(named = process.env.GAS_PYTHON) {
  const seen = (named ? [named] : NAMES).map(probe);
  const good = seen.find(({ fits, hasVenv }) => fits && hasVenv);
  if (good) return good.program;
  if (named) throw new Error(`GAS_PYTHON names ${named}, which is no Python 3.11 to 3.14 with its venv module.`);
  if (seen.some(({ fits }) => fits))
    throw new Error('Python lacks its venv module: install it (Debian and Ubuntu: apt install python3-venv).');
  throw new Error('Python 3.11 to 3.14 is needed and none is on PATH: install one, or name it in GAS_PYTHON.');
}

/** Fills `folder` with everything of `requirements` (a file), each hash checked; nothing is resolved or guessed. */
export async function buildVenv({ folder, requirements, ...options }) {
  await run(findPython(), ['-m', 'venv', '--clear', folder], options);
  const python = join(folder, 'bin/python');
  const pip = (file, ...more) =>
    run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--no-deps',
      '--require-hashes', ...more, '-r', file], options); // prettier-ignore

  // What builds the one source package must be there before it, pinned like the rest.
  const buildTools = join(folder, 'build-tools.txt');
  mkdirSync(folder, { recursive: true });
  writeFileSync(buildTools, readFileSync(requirements, 'utf8').match(/^setuptools==(.*\\\n)*.*\n/m)?.[0] ?? '');
  await pip(buildTools);
  await pip(requirements, '--no-build-isolation');
}

function probe(program) {
  const { stdout, status } = spawnSync(program, ['-c', PROBE], { encoding: 'utf8' });
  const [major, minor] = (stdout ?? '').split(/\s/).map(Number);
  return { program, fits: major === 3 && minor >= 11 && minor <= 14, hasVenv: status === 0 };
}
