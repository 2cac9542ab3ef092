// bench/archive.ts — `npm run bench -- archive`: archive and restore, in speed, memory, cost and after a crash.
import { parseArgs } from 'node:util';
import { costBench } from './archive/cost.ts';
import { crashBench } from './archive/crash.ts';
import { table } from './archive/figures.ts';
import { memoryBench, speedBench } from './archive/large.ts';
import { manyBench } from './archive/many.ts';
import { withSession } from './archive/session.ts';
import { machine } from './machine.ts';

const SECTIONS = ['speed', 'memory', 'many', 'cost', 'crash'] as const;
type Section = (typeof SECTIONS)[number];

const OPTIONS = {
  'size-mb': { type: 'string', default: '1024' },
  'memory-mb': { type: 'string', default: '1024,4096' },
  rounds: { type: 'string', default: '3' },
  results: { type: 'string', default: '1000' },
  only: { type: 'string', default: SECTIONS.join(',') },
  markdown: { type: 'boolean', default: false },
} as const;

/** Every section, or those of `--only`; `--markdown` adds the table of docs/benchmarks.md. */
export async function archiveBench(): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(3), options: OPTIONS });
  const wanted = values.only.split(',') as Section[];
  const [mib, rounds, results] = [values['size-mb'], values.rounds, values.results].map(Number) as [
    number,
    number,
    number,
  ];

  await withSession(async (session) => {
    const sections: Record<Section, () => Promise<void>> = {
      speed: () => speedBench(session, { mib, rounds }),
      async memory() {
        for (const size of values['memory-mb'].split(',')) await memoryBench(session, Number(size));
      },
      many: () => manyBench(session, results),
      cost: () => costBench(session),
      crash: () => crashBench(session, mib),
    };
    for (const name of SECTIONS) if (wanted.includes(name)) await sections[name]();
  });
  if (values.markdown) console.log(`\n${machine()}\n\n${table()}`);
}
