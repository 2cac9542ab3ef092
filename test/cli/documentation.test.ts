// test/cli/documentation.test.ts — every command that the documentation names is one, with the options that it is given.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { annotateCommand } from '../../cli/annotate.ts';
import { genomeCommand } from '../../cli/genome.ts';
import { codecServerCommand } from '../../cli/operators/codec-server.ts';
import { temporalCommand } from '../../cli/operators/temporal.ts';
import { createProgram } from '../../cli/program.ts';
import { ROOT } from '../../local/environment.ts';

const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: ROOT })];
const runbook = pages.filter((page) => page.startsWith('docs/runbook/'));
const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

function commands(): Map<string, Command> {
  const none = {} as never;
  const program = createProgram(none);
  program.addCommand(annotateCommand(none, none));
  program.addCommand(genomeCommand(none, none));
  program.addCommand(temporalCommand(none, none));
  program.addCommand(codecServerCommand(none, none));
  return new Map(program.commands.map((command) => [command.name(), command]));
}

describe('the documentation', () => {
  const known = commands();
  for (const page of pages) {
    const used = [...read(page).matchAll(/npm run gas -- ([a-z][a-z-]*)([^`\n]*)/g)];
    if (used.length === 0) continue;
    it(`${page} names commands that there are`, () => {
      for (const [whole, name = '', rest = ''] of used) {
        const command = known.get(name);
        assert.ok(command, whole);
        const flags = [...command.options, ...command.commands.flatMap(({ options }) => options)];
        for (const [flag] of rest.matchAll(/--[a-z][a-z0-9-]*/g))
          assert.ok(flag === '--help' || flags.some(({ long }) => long === flag), `${whole}: ${flag}`);
      }
    });
  }

  it('has a page of the runbook for every symptom, each of the same four parts', () => {
    const symptoms = runbook.filter((page) => !page.endsWith('README.md'));
    assert.ok(symptoms.length >= 11);
    for (const page of symptoms) {
      const parts = [...read(page).matchAll(/^## (.*)$/gm)].map(([, part]) => part);
      assert.deepEqual(parts, ['How it shows', 'How to look', 'What to do', 'How to know that it is over'], page);
    }
  });

  it('links to pages that there are, and so does what doctor and alerts say', () => {
    for (const page of runbook)
      for (const [, link = ''] of read(page).matchAll(/\]\(([^)#:]+)\)/g))
        assert.ok(existsSync(join(ROOT, dirname(page), link)), `${page}: ${link}`);
    const sources = globSync(['{adapters,temporal,cli}/**/*.ts', 'ops/*.yml'], { cwd: ROOT });
    for (const source of sources)
      for (const [link] of read(source).matchAll(/docs\/[a-z/-]+\.md/g)) assert.ok(existsSync(join(ROOT, link)), link);
  });
});
