// test/activities/rebuild.test.ts — rows made again page by page, from inventories that lag and lists that are cut anywhere.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createRebuildActivities } from '../../activities/rebuild.ts';
import type { Ports } from '../../activities/ports.ts';
import { addRebuilds, emptyRebuild } from '../../domain/rebuilding.ts';
import { createFakes } from '../support/fakes/index.ts';

describe('rebuilding from an inventory', () => {
  let fakes: ReturnType<typeof createFakes>;
  let steps: ReturnType<typeof createRebuildActivities>;
  let now: number;
  beforeEach(() => {
    now = 1_700_000_000_000;
    fakes = createFakes({ now: () => now });
    const settings = { inputsBucket: 'inputs', resultsBucket: 'results', keyPrefix: 'gas' };
    steps = createRebuildActivities({ ...fakes, settings, now: () => now } as unknown as Ports);
  });

  function anArchive(of: { jobId: string; userId?: string }, createdAt = 0): string {
    const id = randomUUID();
    fakes.cold.archives.set(id, Buffer.from('result'));
    fakes.cold.origins.set(id, { ...of, createdAt } as never);
    return id;
  }

  /** A new inventory, read to its end. */
  async function run(dryRun = false) {
    now += 86_400_000;
    const retrievalId = await fakes.archive.startInventory();
    let report = emptyRebuild(dryRun);
    for (let cursor: string | undefined; ;) {
      const page = await steps.rebuildFromArchives({
        dryRun,
        store: 'glacier-vault',
        retrievalId,
        ...(cursor ? { cursor } : {}),
      });
      report = addRebuilds(report, page.report);
      if (!page.cursor) return report;
      ({ cursor } = page);
    }
  }

  it('makes a row of each job, and none twice', async () => {
    const jobs = Array.from({ length: 25 }, () => ({ jobId: randomUUID(), userId: 'ann' }));
    for (const job of jobs) anArchive(job);
    assert.deepEqual((await run(true)).rebuilt, { archived: 25 });
    assert.equal(fakes.rows.size, 0);
    assert.deepEqual((await run()).rebuilt, { archived: 25 });
    const again = await run();
    assert.deepEqual([again.rebuilt, again.kept], [{}, 25]);
  });

  it('names the newest archive of a job, also where a later inventory is the first to list it', async () => {
    const job = { jobId: randomUUID(), userId: 'ann' };
    anArchive(job, 1000);
    const second = anArchive(job, 2000);
    await run();
    assert.equal(fakes.rows.get(job.jobId)?.archive?.id, second);
    const third = anArchive(job, 3000);
    assert.equal((await run()).renewed, 1);
    assert.equal(fakes.rows.get(job.jobId)?.archive?.id, third);
    assert.equal((await run()).renewed, 0);
  });

  it('changes no row that anybody has touched, or that was never lost', async () => {
    const job = { jobId: randomUUID(), userId: 'ann' };
    const first = anArchive(job, 1000);
    await run();
    const row = fakes.rows.get(job.jobId)!;
    await fakes.jobs.save({
      jobId: job.jobId,
      version: row.version,
      set: { timeline: [...row.timeline, { at: now, event: 'restoring' }] },
    });
    anArchive(job, 2000);
    assert.deepEqual([(await run()).renewed, fakes.rows.get(job.jobId)?.archive?.id], [0, first]);
  });

  it('says of whom an archive is when nobody knows', async () => {
    const jobId = randomUUID();
    anArchive({ jobId });
    const { notRebuilt, samples } = await run();
    assert.deepEqual([notRebuilt, samples], [{ nameless: 1 }, [{ why: 'nameless', jobId }]]);
  });
});
