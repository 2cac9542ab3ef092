import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { anArchivedJob } from '../support/builders.ts';
import type { OwnService } from '../support/service.ts';
import { until } from '../support/until.ts';
import { openDevServer } from '../support/dev-server.ts';
import { openService } from '../support/service.ts';

const MANY = 30;

describe('restores of many results at once', function () {
  this.timeout('120s');
  let env: TestWorkflowEnvironment;
  let service: OwnService;
  before(async () => {
    env = await openDevServer();
  });
  after(() => env.teardown());
  beforeEach(async () => {
    service = await openService(env, { transfersAtOnce: 1, waitMs: 50 });
    service.cold.startAs('succeeded');
  });
  afterEach(() => service.close());

  it('let another user through, whose one result was asked for after all the others', async () => {
    const [many, one] = [randomUUID(), randomUUID()];
    for (let n = 0; n < MANY; n++) await archivedJobOf(many);
    const last = await archivedJobOf(one);
    const goOn = Promise.withResolvers<void>();
    service.before('archive.describe', () => goOn.promise); // the only slot is taken, until all others wait for it
    await service.changePlan(many, 'premium_user');
    await allWait(MANY);
    await service.changePlan(one, 'premium_user');
    await allWait(MANY + 1);
    goOn.resolve();
    await Promise.all([...service.rows.keys()].map((jobId) => service.settled(jobId)));

    const restored = service.published.flatMap((event) => (event.kind === 'result-restored' ? [event.jobId] : []));
    assert.equal(restored.length, MANY + 1);
    assert.ok(restored.indexOf(last) < MANY / 4, `${restored.indexOf(last)} results of the other user came first`);
  });

  /** Until so many restores have asked for a transfer slot. */
  async function allWait(count: number): Promise<void> {
    await until(
      async () => {
        const ids = [...service.rows.values()].filter(({ restore }) => restore).map(({ jobId }) => jobId);
        return ids.length === count && (await Promise.all(ids.map((jobId) => waitsForSlot(env, jobId)))).every(Boolean);
      },
      () => `${count} restores that wait for a transfer slot`,
    );
  }

  async function archivedJobOf(userId: string): Promise<string> {
    const bytes = Buffer.from('a result');
    const treeHash = createHash('sha256').update(bytes).digest('hex'); // of a single leaf
    const archive = { id: randomUUID(), store: 'glacier-vault', bytes: bytes.length, treeHash } as const;
    const job = anArchivedJob({ userId, archive });
    service.cold.archives.set(archive.id, bytes);
    await service.jobs.insert(job);
    return job.jobId;
  }
});

async function waitsForSlot({ client }: TestWorkflowEnvironment, jobId: string): Promise<boolean> {
  const { raw } = await client.workflow.getHandle(`result/${jobId}`).describe();
  return raw.pendingActivities?.some(({ activityType }) => activityType?.name === 'copyBack') ?? false;
}
