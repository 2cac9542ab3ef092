// test/temporal/namespace.test.ts — a namespace of a real server is prepared, and the searches of the documentation are run on it.
// oxlint-disable unicorn/consistent-function-scoping -- helpers stand where they are read
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { ROOT } from '../../local/environment.ts';
import { prepareNamespace } from '../../temporal/namespace-setup.ts';
import { openDevServer } from '../support/dev-server.ts';

const DAY = 86_400_000;

describe('a namespace', function () {
  this.timeout('180s');
  let env: TestWorkflowEnvironment;
  let client: Client;
  before(async () => {
    env = await openDevServer({ bare: true });
    client = new Client({ connection: env.connection, namespace: 'genomics' });
  });
  after(() => env?.teardown());

  const prepared = async (retentionMs: number) => {
    const steps = await prepareNamespace(client, { retentionMs, reconcileEveryMs: DAY });
    return steps.map(({ outcome, sentence }) => `${outcome}: ${sentence}`);
  };

  it('is created where there is none, with search attributes and schedule, and then found as it is', async () => {
    assert.deepEqual(await prepared(3 * DAY), [
      'done: Created the namespace genomics, which keeps what has ended for 3 days.',
      'done: Registered the search attributes GasUserId, GasPlan, GasPhase, GasRestoreTier.',
      'done: Scheduled reconciliation every 1 days.',
    ]);
    assert.deepEqual(await prepared(7 * DAY), [
      'found: The namespace genomics is there.',
      'done: It kept what has ended for 3 days: now for 7.',
      'found: The search attributes GasUserId, GasPlan, GasPhase, GasRestoreTier are there.',
      'found: Reconciliation is scheduled; it goes on every 1 days.',
    ]);
    assert.match((await prepared(DAY))[1]!, /^found: It keeps what has ended for 7 days, longer than the 1 /);
  });

  it('answers every search that the documentation gives', async () => {
    const queries = [
      ...readFileSync(join(ROOT, 'docs/temporal.md'), 'utf8').matchAll(
        /^ {4}((?:Gas|Workflow|Execution|Temporal|Start|Close)\w*.+)$/gm,
      ),
    ];
    assert.ok(queries.length >= 8, `${queries.length} queries`);
    for (const [, query] of queries) await client.workflow.count(query);
    await assert.rejects(client.workflow.count("GasNothing = 'x'"));
  });
});

describe('a namespace where we may not', () => {
  for (const [what, call] of [
    ['create it', { describe: 5, register: 7 }],
    ['see it', { describe: 7, register: 7 }],
    ['register search attributes', { describe: 0, register: 0 }],
  ] as const) {
    it(`names the command of Temporal Cloud where we may not ${what}`, async () => {
      const steps = await prepareNamespace(refusing(call), { retentionMs: 30 * DAY, reconcileEveryMs: DAY });
      const left = steps.filter(({ outcome }) => outcome === 'to-do').map(({ sentence }) => sentence);
      assert.equal(left.length, 1);
      assert.match(
        left[0]!,
        call.describe
          ? /tcld namespace create --namespace genomics --region REGION --retention-days 30/
          : /tcld namespace search-attributes add --namespace genomics --sa "GasUserId=Keyword" /,
      );
    });
  }

  /** A client of a service that refuses as Temporal Cloud does: it cannot be had on this machine. */
  function refusing({ describe: toDescribe, register }: { describe: number; register: number }): Client {
    const refuse = (code: number) =>
      Promise.reject(Object.assign(new Error('refused'), { code, details: 'refused', metadata: {} }));
    const config = { workflowExecutionRetentionTtl: { seconds: (30 * DAY) / 1000 } };
    return {
      options: { namespace: 'genomics' },
      workflowService: {
        describeNamespace: () => (toDescribe ? refuse(toDescribe) : Promise.resolve({ config })),
        registerNamespace: () => refuse(register),
      },
      connection: { operatorService: { listSearchAttributes: () => refuse(12) } },
      schedule: { create: async () => undefined },
    } as unknown as Client;
  }
});
