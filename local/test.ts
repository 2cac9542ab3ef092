// local/test.ts — `npm test`: all tests, three mochas side by side, since much of a test is waiting for servers. What a mocha
// prints is kept until those before it in the list have had their say. `npm test -- FILE...` runs these files alone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';
import pMap from 'p-map';
import { ROOT } from './environment.ts';

const MOCHA = join(ROOT, 'node_modules/mocha/bin/mocha.js');
const AT_ONCE = 3;

const JOURNEYS = 'test/journeys/**/*.test.ts';
const MATRICES = 'test/workflows/{matrix-*,both-archives}.test.ts';
const WORKFLOWS = 'test/{model,replay,workflows}/**/*.test.ts';
const STACKS = 'test/{cli,deploy,local}/**/*.test.ts';
const PAGES = 'test/pages/**/*.test.ts';

/**
 * What each mocha is given, in the order in which they begin: what waits most beside what computes most. Those in a browser
 * come last: a page that waits for its turn on a busy machine looks like one that hangs.
 */
const SHARES: readonly (readonly string[])[] = [
  [JOURNEYS],
  [MATRICES],
  [WORKFLOWS, ...without(MATRICES)],
  [STACKS],
  ['test/**/*.test.ts', ...without(JOURNEYS, WORKFLOWS, STACKS, PAGES)],
  [PAGES],
];

function without(...patterns: string[]): string[] {
  return patterns.flatMap((pattern) => ['--ignore', pattern]);
}

interface Mocha {
  failed: boolean;
  output: string;
}

let interrupted = false;

async function mocha(args: readonly string[], { aloud }: { aloud: boolean }): Promise<Mocha> {
  if (interrupted) return { failed: true, output: '' };
  const child = spawn(process.execPath, [MOCHA, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  if (aloud) child.stdout.pipe(process.stdout, { end: false });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      interrupted = true;
      child.kill(signal);
    });
  const [[code], output] = await Promise.all([once(child, 'close') as Promise<[number | null]>, text(child.stdout)]);
  return { failed: code !== 0, output };
}

/** What mocha counted, such as `12 passing`; 0 where it did not come so far. */
function counted(word: 'passing' | 'failing' | 'pending', { output }: Mocha): number {
  const [, count = '0'] = new RegExp(`^ *(\\d+) ${word}`, 'm').exec(stripVTControlCharacters(output)) ?? [];
  return Number(count);
}

/** Prints each output as soon as it and all before it are there; the first is heard while it runs. */
function inOrder(): (index: number, run: Mocha) => void {
  const ended: (Mocha | undefined)[] = [];
  let next = 0;
  return (index, run) => {
    ended[index] = run;
    for (let ready = ended[next]; ready; ready = ended[++next]) if (next > 0) process.stdout.write(ready.output);
  };
}

const given = process.argv.slice(2);
if (given.length > 0) {
  const { failed } = await mocha(given, { aloud: true });
  process.exitCode = failed ? 1 : 0;
} else {
  const began = performance.now();
  const tell = inOrder();
  const run = async (share: readonly string[], index: number) => {
    const ended = await mocha(share, { aloud: index === 0 });
    tell(index, ended);
    return ended;
  };
  const all = await pMap(SHARES, run, { concurrency: AT_ONCE });
  const sum = (word: 'passing' | 'failing' | 'pending') => all.reduce((total, one) => total + counted(word, one), 0);
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  console.log(`All tests\n\n  ${sum('passing')} passing (${minutes} minutes)`);
  if (sum('pending') > 0) console.log(`  ${sum('pending')} pending`);
  if (sum('failing') > 0) console.log(`  ${sum('failing')} failing`);
  process.exitCode = all.some(({ failed }) => failed) ? 1 : 0;
}
