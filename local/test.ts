// local/test.ts — `npm test`: all tests, by three mochas side by side, since most of a test is waiting for servers. What
// the others print is kept until the first has said all of its own. `npm test -- FILE...` runs these files alone.
// Those in a browser begin when the workflows' are done: a page that waits for its turn on a busy machine looks like one
// that hangs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from './environment.ts';

const MOCHA = join(ROOT, 'node_modules/mocha/bin/mocha.js');
const WORKFLOWS = 'test/{model,replay,workflows}/**/*.test.ts';
/** The longest of these, about as long as the others together. */
const LONG_WORKFLOWS = 'test/workflows/{matrix-*,both-archives}.test.ts';
const PAGES = 'test/pages/**/*.test.ts';
/** What each mocha is given: those of workflows take about as long as each other, the rest as long as one and the pages. */
const SHARES = [[WORKFLOWS, '--ignore', LONG_WORKFLOWS], [LONG_WORKFLOWS]] as const;
const OTHERS = ['test/**/*.test.ts', '--ignore', WORKFLOWS, '--ignore', PAGES] as const;

interface Mocha {
  failed: boolean;
  output: string;
}

async function mocha(args: readonly string[], { aloud }: { aloud: boolean }): Promise<Mocha> {
  const child = spawn(process.execPath, [MOCHA, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  if (aloud) child.stdout.pipe(process.stdout, { end: false });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [[code], output] = await Promise.all([once(child, 'close') as Promise<[number | null]>, text(child.stdout)]);
  return { failed: code !== 0, output };
}

/** What mocha counted, such as `12 passing`; 0 where it did not come so far. */
function counted(word: 'passing' | 'failing' | 'pending', { output }: Mocha): number {
  const [, count = '0'] = new RegExp(`^ *(\\d+) ${word}`, 'm').exec(stripVTControlCharacters(output)) ?? [];
  return Number(count);
}

const given = process.argv.slice(2);
if (given.length > 0) {
  const { failed } = await mocha(given, { aloud: true });
  process.exitCode = failed ? 1 : 0;
} else {
  const began = performance.now();
  const workflows = SHARES.map((share, index) => mocha(share, { aloud: index === 0 }));
  const others = mocha(OTHERS, { aloud: false });
  const pages = Promise.all(workflows).then(() => mocha([PAGES], { aloud: false }));
  const runs = [...workflows, others, pages];
  for (const run of runs.slice(1)) {
    await runs[0];
    process.stdout.write((await run).output);
  }

  const all = await Promise.all(runs);
  const sum = (word: 'passing' | 'failing' | 'pending') => all.reduce((total, one) => total + counted(word, one), 0);
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  console.log(`All tests\n\n  ${sum('passing')} passing (${minutes} minutes)`);
  if (sum('pending') > 0) console.log(`  ${sum('pending')} pending`);
  if (sum('failing') > 0) console.log(`  ${sum('failing')} failing`);
  process.exitCode = all.some(({ failed }) => failed) ? 1 : 0;
}
