// adapters/annotator/bcftools-version.ts — refuses a bcftools that can't read the mitochondrial code.
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { isAbsolute } from 'node:path';
import { promisify } from 'node:util';
import { engineEnvironment } from './pipe.ts';

/** Answers the version (`1.24`) of `bcftools` (argv prefix); throws one sentence if it does not run or is below 1.24. */
export async function assertBcftools(bcftools: readonly string[]): Promise<string> {
  const [command = '', ...prefix] = bcftools;
  if (command.includes('/') && !isAbsolute(command))
    throw new Error(`Give bcftools by its absolute path, not ${command}.`);
  const version = await versionOf(command, prefix);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 1 || (major === 1 && minor < 24)) {
    throw new Error(
      `bcftools ${version} (${bcftools.join(' ')}) is too old: 1.24 or newer is needed for the mitochondrial genetic code.`,
    );
  }
  return version;
}

async function versionOf(command: string, prefix: readonly string[]): Promise<string> {
  const options = { env: engineEnvironment(tmpdir()), timeout: 20_000, maxBuffer: 64 * 1024 };
  const printed = await promisify(execFile)(command, [...prefix, '--version'], options).catch((cause: unknown) => {
    throw new Error(`bcftools does not run: ${[command, ...prefix].join(' ')}`, { cause });
  });
  const version = /^bcftools (\d+\.\d+)/.exec(printed.stdout)?.[1];
  if (version === undefined)
    throw new Error(`${[command, ...prefix].join(' ')} is not bcftools: --version says nothing known.`);
  return version;
}
