// local/check.ts — `npm run check`: format, lint, types and dead code, each with its result; exit 1 if any fails.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './environment.ts';

const CHECKS = [
  { name: 'format', words: ['oxfmt', '--check', '**/*.{ts,tsx,mjs,css,html}'] },
  { name: 'lint', words: ['oxlint', '--type-aware', '--quiet', '--ignore-pattern', 'infra/**'] },
  { name: 'types', words: ['tsc', '--noEmit', '-p', '.'] },
  { name: 'types of the pages', words: ['tsc', '--noEmit', '-p', 'web/spa'] },
  { name: 'dead code', words: ['knip'] },
];

interface Outcome {
  passed: boolean;
  output: string;
}

function run([program, ...args]: readonly string[]): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const bin = join(ROOT, 'node_modules/.bin', program!);
  if (!existsSync(bin)) return Promise.resolve({ passed: false, output: `${program} is not installed.` });
  execFile(process.execPath, [bin, ...args], { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
    resolve({ passed: error === null, output: `${stdout}${stderr}`.trim() }),
  );
  return promise;
}

const outcomes = await Promise.all(
  CHECKS.map(async ({ name, words }) => {
    const started = performance.now();
    const { passed, output } = await run(words);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(20)} ${seconds.padStart(5)} s`);
    if (!passed) console.log(`${output}\n`);
    return passed;
  }),
);
const failed = outcomes.filter((passed) => !passed).length;
console.log(`${outcomes.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
