// chaos/main.ts — `npm run chaos -- --seed N --minutes M`: everything killed and broken, then every invariant checked.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptions, USAGE } from './options.ts';
import { makePlan } from './plan.ts';
import { closing, opening, tableRow } from './report.ts';
import { runPlan } from './run.ts';

const options = read();
if (!options) console.log(USAGE);
else {
  const plan = makePlan(options);
  const folder = resolve(options.folder ?? (await mkdtemp(join(tmpdir(), `gas-chaos-${options.seed}-`))));
  const started = Date.now();
  const say = (line: string) =>
    console.log(`${String(Math.round((Date.now() - started) / 1000)).padStart(5)} s  ${line}`);
  console.log(opening(options, plan, folder));
  const report = await runPlan(plan, { ...options, folder, say });
  console.log(`${closing(report)}\n${tableRow(options, report)}`);
  if (report.holds && !options.keep && !options.folder) await rm(folder, { recursive: true, force: true });
  else console.log(`The state of this run is kept in ${folder}`);
  process.exit(report.holds ? 0 : 1);
}

function read() {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exit(2);
  }
}
