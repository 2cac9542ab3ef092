// test/deploy/workflows.test.ts — what GitHub runs: well formed, pinned, and with no more rights than it needs.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../local/environment.ts';
import { mistakesBy } from './support/schemas.ts';

interface Job {
  needs?: string;
  uses?: string;
  permissions?: Record<string, string>;
  steps?: { uses?: string; run?: string; with?: Record<string, unknown> }[];
}

interface Workflow {
  on: Record<string, unknown>;
  permissions: object;
  jobs: Record<string, Job>;
}

const FOLDER = join(ROOT, '.github/workflows');
const workflow = (name: string) => parse(readFileSync(join(FOLDER, name), 'utf8')) as Workflow;
const names = readdirSync(FOLDER);
const mistakes = mistakesBy('github-workflows');

describe('the workflows for GitHub', () => {
  for (const name of names) {
    it(`${name} keeps to the schema, pins every action to a commit, and begins without rights`, () => {
      const made = workflow(name);
      assert.deepEqual(mistakes(made), []);
      assert.deepEqual(made.permissions, {});
      for (const { uses, steps = [], permissions } of Object.values(made.jobs)) {
        assert.ok(permissions);
        for (const action of [uses, ...steps.map((step) => step.uses)]) {
          assert.match(action ?? './none', /^(\.\/|[\w-]+\/[\w-]+@[0-9a-f]{40}$)/);
          if (action?.startsWith('./.github')) assert.ok(names.includes(action.split('/').at(-1)!));
        }
      }
    });
  }

  it('check every change as .ci/run does, reading only', () => {
    const { on, jobs } = workflow('check.yml');
    assert.ok('pull_request' in on && 'workflow_call' in on);
    assert.ok(jobs['check']?.steps?.some(({ run }) => run === '.ci/run'));
    assert.deepEqual(jobs['check']?.permissions, { contents: 'read' });
  });

  it('release an image with its provenance, for a tag, once it is checked', () => {
    const { on, jobs } = workflow('release.yml');
    assert.deepEqual(Object.keys(on), ['push']);
    assert.deepEqual(Object.keys(on['push'] as object), ['tags']);
    assert.equal(jobs['check']?.uses, './.github/workflows/check.yml');
    assert.equal(jobs['image']?.needs, 'check');
    const steps = jobs['image']?.steps ?? [];
    const build = steps.find(({ uses }) => uses?.startsWith('docker/build-push-action@'))!;
    assert.deepEqual([build.with!['provenance'], build.with!['sbom']], ['mode=max', true]);
    assert.match(steps.at(-1)!.uses!, /^actions\/attest-build-provenance@/);
  });
});
