// bench/web.ts — `npm run bench -- web`: the API beside a bare Koa route, the cost of a page, a thousand event streams.
import { parseArgs } from 'node:util';
import { table } from './archive/figures.ts';
import { machine } from './machine.ts';
import { apiBench } from './web/api.ts';
import { pageBench } from './web/page.ts';
import { withWebSession } from './web/session.ts';
import { streamBench } from './web/streams.ts';

const SECTIONS = ['api', 'page', 'streams'] as const;
type Section = (typeof SECTIONS)[number];

const OPTIONS = {
  users: { type: 'string', default: '20' },
  seconds: { type: 'string', default: '5' },
  rounds: { type: 'string', default: '3' },
  streams: { type: 'string', default: '1000' },
  only: { type: 'string', default: SECTIONS.join(',') },
  markdown: { type: 'boolean', default: false },
} as const;

/** Every section, or those of `--only`; `--markdown` adds the table of docs/benchmarks.md. */
export async function webBench(): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(3), options: OPTIONS });
  const wanted = values.only.split(',') as Section[];
  await withWebSession(async (session) => {
    const sections: Record<Section, () => Promise<void>> = {
      api: () =>
        apiBench(session, {
          users: Number(values.users),
          seconds: Number(values.seconds),
          rounds: Number(values.rounds),
        }),
      page: () => pageBench(session),
      streams: () => streamBench(session, Number(values.streams)),
    };
    for (const name of SECTIONS) if (wanted.includes(name)) await sections[name]();
  });
  if (values.markdown) console.log(`\n${machine()}\n\n${table()}`);
}
