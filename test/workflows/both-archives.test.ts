// test/workflows/both-archives.test.ts — the life of a result over each archive, with the real adapters and the emulators.
import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { ARCHIVE_STORES } from '../../domain/archive.ts';
import type { ArchiveStore } from '../../domain/archive-store.ts';
import type { JobRecord } from '../../domain/job.ts';
import { aCompletedJob } from '../support/builders.ts';
import type { ColdWorld } from '../support/cold-world.ts';
import { openColdWorld } from '../support/cold-world.ts';
import { names } from '../support/aws.ts';
import type { OwnService } from '../support/service.ts';
import { hashOf, openEnvironment, openService } from '../support/service.ts';
import { RESULT } from '../support/steps-in-memory.ts';
import { until } from '../support/until.ts';

for (const store of ARCHIVE_STORES) {
  describe(`the life of a result over ${store}`, function () {
    this.timeout(60_000);
    let env: TestWorkflowEnvironment;
    let world: ColdWorld;
    let service: OwnService;
    before(async () => {
      env = await openEnvironment();
      world = await openColdWorld(store);
      const settings = { inputsBucket: names.inputs, resultsBucket: names.results };
      service = await openService(env, {
        through: (ports) => ({ ...ports, ...world.ports, settings: { ...ports.settings, ...settings } }),
      });
    });
    afterEach(() => world.faults.clear());
    after(async () => {
      await service.close();
      await world.close();
      await env.teardown();
    });

    const row = async ({ jobId }: JobRecord) => (await world.ports.jobs.get(jobId))!;
    const versions = ({ result }: JobRecord) => world.ports.objects.versions(result!);
    const events = async (job: JobRecord) => (await row(job)).timeline.map(({ event }) => event);
    const holds = async (job: JobRecord) => {
      const { archive } = await row(job);
      return archive !== undefined && (await world.archives()).includes(archive.id);
    };

    /** A result whose bytes are in S3, and no row yet. */
    async function stored(): Promise<JobRecord> {
      const { result: _, hotKey, ...job } = aCompletedJob({ completedAt: await env.currentTimeMs() });
      const ref = { bucket: names.results, key: hotKey! };
      const { objects } = world.ports;
      const write = { ...ref, bytes: RESULT.length, contentType: 'application/gzip', read: async () => RESULT };
      const { versionId } = await objects.write(write);
      const result = { ...ref, versionId, bytes: RESULT.length, treeHash: hashOf(RESULT) };
      return { ...job, hotKey: ref.key, result, log: { ...job.log!, bucket: names.results } };
    }

    /** The same, its mover just woken. */
    async function completed(): Promise<JobRecord> {
      const record = await stored();
      await world.ports.jobs.insert(record);
      await service.starters.annotationCompleted(record);
      return record;
    }

    async function archived(): Promise<JobRecord> {
      const job = await completed();
      await service.settled(job.jobId);
      return job;
    }

    /** A result that lies in another archive, of a time when results went there. */
    async function inArchive(archive: ArchiveStore): Promise<JobRecord> {
      const { hotKey, ...job } = await stored();
      const source = { bucket: names.results, key: hotKey!, versionId: job.result!.versionId! };
      const order = { source, bytes: RESULT.length, treeHash: hashOf(RESULT) };
      const uploadId = await archive.begin({ ...order, jobId: job.jobId, userId: job.userId });
      const outcome = await archive.upload({ ...order, uploadId, read: async () => RESULT });
      assert.ok(outcome.kind === 'stored');
      await world.ports.objects.removeVersions(source, [source.versionId]);
      const { archiveId: id, ...receipt } = outcome.receipt;
      const record = { ...job, archive: { id, store: archive.store, ...receipt }, archiveStatus: 'ARCHIVED' } as const;
      await world.ports.jobs.insert(record);
      return record;
    }

    /** Lets the retrieval that is under way end before any time is skipped; answers how it was asked for. */
    async function thawedFrom(archive: ArchiveStore, job: JobRecord) {
      const restore = await until(async () => {
        const seen = (await row(job)).restore;
        return seen?.retrievalId === undefined ? undefined : seen;
      });
      await until(async () => (await archive.describe(restore.retrievalId!)) === 'succeeded');
      await service.starters.archiveThawed(job.jobId);
      return restore;
    }

    async function upgraded(job: JobRecord) {
      await service.changePlan(job.userId, 'premium_user');
      return thawedFrom(world.ports.archives.of(store), job);
    }

    async function assertHot(job: JobRecord): Promise<void> {
      const { hotKey, archive, archiveStatus, result } = await row(job);
      assert.deepEqual(
        { hotKey, archive, archiveStatus },
        { hotKey: job.hotKey, archive: undefined, archiveStatus: undefined },
      );
      const [version, ...others] = await versions(job);
      assert.deepEqual(others, []);
      assert.equal(version!.versionId, result!.versionId);
      const chunks: Uint8Array[] = [];
      for await (const chunk of await world.ports.objects.read(result!)) chunks.push(chunk);
      assert.ok(Buffer.concat(chunks).equals(RESULT));
    }

    it('goes to the archive once its grace is over, and S3 keeps no version of it', async () => {
      const job = await archived();
      const { archive, archiveStatus, hotKey } = await row(job);
      assert.deepEqual([archive!.store, archiveStatus, hotKey], [store, 'ARCHIVED', undefined]);
      assert.equal(archive!.treeHash, hashOf(RESULT));
      assert.ok(await holds(job));
      assert.deepEqual(await versions(job), []);
    });

    it('comes back on an upgrade, and the archive keeps nothing', async () => {
      const job = await archived();
      const before = await world.archives();
      const { tier } = await upgraded(job);
      await service.settled(job.jobId);
      assert.equal(tier, 'Expedited');
      await assertHot(job);
      assert.equal((await world.archives()).length, before.length - 1);
    });

    it('comes back by Standard where Expedited has no capacity, and says so', async () => {
      const job = await archived();
      await world.faults.noExpeditedCapacity();
      const { tier, reason } = await upgraded(job);
      assert.equal(tier, 'Standard');
      assert.match(reason!, /capacity/);
      await service.settled(job.jobId);
      await assertHot(job);
    });

    it('is asked for again where its output has expired', async () => {
      const job = await archived();
      await service.changePlan(job.userId, 'premium_user');
      const first = await until(async () => (await row(job)).restore?.retrievalId);
      const archive = world.ports.archives.of(store);
      await until(async () => (await archive.describe(first)) === 'succeeded');
      await world.faults.expireOutput();
      await service.starters.archiveThawed(job.jobId);
      await service.settled(job.jobId);
      await assertHot(job);
      assert.equal((await events(job)).filter((event) => event === 'retrieving').length, 2);
    });

    it('is archived once where the answer to the last request is lost', async () => {
      const before = (await world.archives()).length;
      await world.faults.loseCompletion();
      const job = await archived();
      assert.ok(await holds(job));
      assert.equal((await world.archives()).length, before + 1);
    });

    it('is read again where a bit flipped on its way in', async () => {
      const before = (await world.archives()).length;
      await world.faults.flipOnTheWayIn();
      const job = await archived();
      assert.equal((await row(job)).archive!.treeHash, hashOf(RESULT));
      assert.equal((await world.archives()).length, before + 1);
      await upgraded(job);
      await service.settled(job.jobId);
      await assertHot(job);
    });

    it('keeps its archive where every try to bring it back brings other bytes, and its owner is told', async () => {
      const job = await archived();
      await world.faults.flipOnTheWayBack();
      await upgraded(job);
      await assert.rejects(service.settled(job.jobId));
      assert.ok(await holds(job));
      const { archiveStatus, restoreFailure, hotKey } = await row(job);
      assert.deepEqual([archiveStatus, hotKey], ['ARCHIVED', undefined]);
      assert.match(restoreFailure!, /Nothing is lost/);
      assert.deepEqual(await versions(job), []);
    });

    it('is moved here from the other archive, and leaves nothing there', async () => {
      const there = ARCHIVE_STORES.find((name) => name !== store)!;
      const other = world.ports.archives.of(there);
      const job = await inArchive(other);
      assert.equal((await world.archives(there)).length, 1);
      await service.starters.move([job]);
      await thawedFrom(other, job);
      await service.settled(job.jobId);

      assert.equal((await row(job)).archive!.store, store);
      assert.ok(await holds(job));
      assert.deepEqual(await versions(job), []);
      assert.deepEqual(await world.archives(there), []);
    });

    it('goes from the archive when its job is deleted, and leaves a tombstone', async () => {
      const job = await archived();
      const { id } = (await row(job)).archive!;
      await service.starters.deleteJob(job);
      await service.settled(job.jobId);
      assert.ok(!(await world.archives()).includes(id));
      const { userId, deletedAt, expiresAt, archive } = await row(job);
      assert.deepEqual([userId, archive], ['', undefined]);
      assert.ok(expiresAt! > deletedAt!);
      assert.equal((await world.ports.audit.of(`job/${job.jobId}`)).length, 2);
    });
  });
}
