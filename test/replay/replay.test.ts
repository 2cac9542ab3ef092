import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { readConfig } from '../../config.ts';
import { quiet } from '../support/dev-server.ts';
import { recordedHistories } from './histories.ts';
import { SCENES } from './scenes.ts';

describe('workflows that wait when a new version is deployed', function () {
  this.timeout(60_000);
  const recorded = recordedHistories();
  let code: string;
  before(async () => {
    quiet();
    code = await readFile(readConfig().worker.bundle, 'utf8');
  });

  /** What goes wrong in the replay of each history, by its name. */
  async function replayed(bundle: string, only = /./): Promise<Map<string, Error>> {
    const histories = recorded
      .filter(({ name }) => only.test(name))
      .map(({ name, history }) => ({ workflowId: name, history }));
    const wrong = new Map<string, Error>();
    for await (const { workflowId, error } of Worker.runReplayHistories(
      { workflowBundle: { code: bundle }, sinks: { exporter: { export: { fn: () => undefined } } } },
      histories,
    ))
      if (error) wrong.set(workflowId, error);
    return wrong;
  }

  it(`go on where they are: ${recorded.length} histories, each waiting point of each workflow`, async () => {
    assert.deepEqual(await replayed(code), new Map());
  });

  it('go on where they are when traces are turned on', async () => {
    const traced = await bundleWorkflowCode({
      logger: new DefaultLogger('ERROR'),
      workflowsPath: fileURLToPath(new URL('../../workflows/index.ts', import.meta.url)),
      workflowInterceptorModules: [
        fileURLToPath(import.meta.resolve('@temporalio/interceptors-opentelemetry/lib/workflow-interceptors.js')),
      ],
    });
    assert.deepEqual(await replayed(traced.code), new Map());
  });

  it('have a history of every scene that can be recorded', () => {
    assert.deepEqual(
      recorded.map(({ name }) => name),
      Object.keys(SCENES).toSorted(),
    );
  });

  it('have histories that name no machine, path or secret', () => {
    for (const { name, history } of recorded) {
      const text = JSON.stringify(history, (_, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString() : value,
      );
      assert.doesNotMatch(text, /\/(?:home|work|tmp|root|Users)\/|@[a-z0-9-]+\.[a-z]|password|secret/i, name);
      assert.ok(!text.includes(hostname()), name);
    }
  });

  const broken = [
    {
      what: 'a step that is new',
      of: /^archive-done$/,
      from: /const recorded = await (\(0,\w+)\.recordArchived\)\(/,
      to: 'await $1.look)(claim.jobId);\n$&',
    },
    {
      what: 'a timer that is gone',
      of: /^archive-waits-for-grace$/,
      from: /\(\(\)=>wake\.changed, waitMs, \{/,
      to: '(()=>wake.changed, undefined, {',
    },
    {
      what: 'two steps in another order',
      of: /^sweep-done$/,
      from: /\(0,(\w+)\.discardStrays\)\(await \(0,\w+\.listStrays\)\(order\)\)/,
      to: '(0,$1.listStrays)(await (0,$1.discardStrays)(order))',
    },
    {
      what: 'a step under another name',
      of: /^restore-done$/,
      from: /\.claimForRestore\)\(/,
      to: '.claimForArchive)(',
    },
  ];
  for (const { what, of, from, to } of broken)
    it(`are caught by their histories where a version has ${what}`, async () => {
      const variant = code.replace(from, to);
      assert.notEqual(variant, code, 'the bundle reads otherwise by now: change the variant, too');
      const [error] = [...(await replayed(variant, of)).values()];
      assert.ok(error instanceof DeterminismViolationError, String(error));
    });
});
