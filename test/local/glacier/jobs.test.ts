// test/local/glacier/jobs.test.ts — retrieval and inventory jobs, and the policy that limits them.
import assert from 'node:assert/strict';
import {
  DeleteArchiveCommand,
  GetDataRetrievalPolicyCommand,
  ListJobsCommand,
  SetDataRetrievalPolicyCommand,
  type DataRetrievalRule,
} from '@aws-sdk/client-glacier';
import { aGlacier, type TestGlacier } from './support/a-glacier.ts';
import {
  aJob,
  anArchive,
  completed,
  describeJob,
  MiB,
  output,
  referenceTreeHash,
  refused,
  someBytes,
  until,
} from './support/archives.ts';

const accountId = '-';
const vaultName = 'results';
const hours = 3_600_000;

describe('a job of local Glacier', () => {
  let glacier: TestGlacier;
  beforeEach(async () => void (glacier = await aGlacier()));
  afterEach(() => glacier.close());

  const retrieve = (ArchiveId: string, more: object = {}) =>
    aJob(glacier.client, { Type: 'archive-retrieval', ArchiveId, ...more });
  const list = (more: object = {}) => glacier.client.send(new ListJobsCommand({ accountId, vaultName, ...more }));
  const setPolicy = (...Rules: DataRetrievalRule[]) =>
    glacier.client.send(new SetDataRetrievalPolicyCommand({ accountId, Policy: { Rules } }));

  describe('that retrieves an archive', () => {
    it('is in progress until its tier has had its time', async () => {
      await glacier.admin('settings', { standardMs: 5 * hours });
      const bytes = someBytes(3 * MiB);
      const jobId = await retrieve(await anArchive(glacier.client, bytes), { Description: 'result/job-1' });

      const job = await describeJob(glacier.client, jobId);

      assert.deepEqual(
        [job.StatusCode, job.Completed, job.CompletionDate, job.Tier],
        ['InProgress', false, undefined, 'Standard'],
      );
      assert.deepEqual([job.JobDescription, job.RetrievalByteRange], ['result/job-1', `0-${3 * MiB - 1}`]);
      assert.deepEqual([job.ArchiveSizeInBytes, job.SHA256TreeHash], [3 * MiB, referenceTreeHash(bytes)]);
      await refused(output(glacier.client, jobId), 'InvalidParameterValueException', 400);
    });

    it('has the delay of its tier', async () => {
      await glacier.admin('settings', { standardMs: 5 * hours, bulkMs: 9 * hours });
      const archiveId = await anArchive(glacier.client, someBytes(5));
      const [standard, bulk] = [await retrieve(archiveId), await retrieve(archiveId, { Tier: 'Bulk' })];

      await completed(glacier.client, await retrieve(archiveId, { Tier: 'Expedited' }));

      assert.equal((await describeJob(glacier.client, standard)).Completed, false);
      assert.equal((await describeJob(glacier.client, bulk)).Tier, 'Bulk');
    });

    it('fails when its archive was deleted just before or after it was asked for', async () => {
      const [early, late] = [
        await anArchive(glacier.client, someBytes(5)),
        await anArchive(glacier.client, someBytes(6)),
      ];
      await glacier.admin('settings', { standardMs: 100 });
      const before = await retrieve(early);
      for (const archiveId of [early, late]) {
        await glacier.client.send(new DeleteArchiveCommand({ accountId, vaultName, archiveId }));
      }
      const after = await retrieve(late);

      const outcomes = [await completed(glacier.client, before), await completed(glacier.client, after)];
      assert.deepEqual(
        outcomes.map(({ StatusCode }) => StatusCode),
        ['Failed', 'Failed'],
      );
      await glacier.admin('settings', { deletedWindowMs: 0 });
      await refused(retrieve(late), 'ResourceNotFoundException', 404);
    });

    it('is refused for an unknown archive, type, tier, topic or description', async () => {
      const archiveId = await anArchive(glacier.client, someBytes(5));

      await refused(retrieve('x'.repeat(138)), 'ResourceNotFoundException', 404);
      for (const wrong of [
        { Type: 'archive' },
        { Tier: 'Fast' },
        { SNSTopic: 'thaws' },
        { Description: 'x'.repeat(1025) },
      ]) {
        await refused(retrieve(archiveId, wrong), 'InvalidParameterValueException', 400);
      }
      await refused(retrieve(archiveId, { Type: 'select' }), 'NoLongerSupportedException', 400);
      await refused(aJob(glacier.client, { Type: 'archive-retrieval' }), 'MissingParameterValueException', 400);
    });

    it('takes a byte range on whole MiB, or up to the end', async () => {
      const bytes = someBytes(3 * MiB + 5);
      const archiveId = await anArchive(glacier.client, bytes);
      const jobId = await retrieve(archiveId, { RetrievalByteRange: `${2 * MiB}-${3 * MiB + 4}` });
      const job = await completed(glacier.client, jobId);

      assert.ok((await output(glacier.client, jobId)).body.equals(bytes.subarray(2 * MiB)));
      assert.equal(job.SHA256TreeHash, referenceTreeHash(bytes.subarray(2 * MiB)));
      for (const wrong of ['5-10', `0-${MiB}`, `0-${9 * MiB - 1}`, '10-5', 'all']) {
        await refused(retrieve(archiveId, { RetrievalByteRange: wrong }), 'InvalidParameterValueException', 400);
      }
    });

    it('is forgotten with its output when their life is over', async () => {
      await glacier.admin('settings', { outputLifeMs: 30 });
      const jobId = await retrieve(await anArchive(glacier.client, someBytes(5)));

      await until(() =>
        describeJob(glacier.client, jobId).then(
          () => undefined,
          () => true,
        ),
      );

      await refused(output(glacier.client, jobId), 'ResourceNotFoundException', 404);
      assert.deepEqual((await list()).JobList, []);
    });
  });

  describe('and its output', () => {
    const bytes = someBytes(7 * MiB + 3);
    let jobId: string;
    beforeEach(async () => {
      jobId = await retrieve(await anArchive(glacier.client, bytes));
      await completed(glacier.client, jobId);
    });

    it('comes whole with its tree hash and description', async () => {
      const reply = await output(glacier.client, jobId);

      assert.deepEqual([reply.status, reply.checksum], [200, referenceTreeHash(bytes)]);
      assert.deepEqual([reply.archiveDescription, reply.acceptRanges], ['a result', 'bytes']);
    });

    for (const [from, to] of [
      [0, MiB],
      [2 * MiB, 4 * MiB],
      [4 * MiB, 8 * MiB],
      [6 * MiB, 8 * MiB],
      [7 * MiB, 8 * MiB],
    ] as const) {
      it(`has a tree hash for a range that is a node of the tree: MiB ${from / MiB} to ${to / MiB}`, async () => {
        const slice = bytes.subarray(from, to);
        const reply = await output(glacier.client, jobId, `bytes=${from}-${from + slice.length - 1}`);

        assert.ok(reply.body.equals(slice));
        assert.deepEqual([reply.status, reply.checksum], [206, referenceTreeHash(slice)]);
        assert.equal(reply.contentRange, `bytes ${from}-${from + slice.length - 1}/${bytes.length}`);
      });
    }

    for (const [from, to] of [
      [5, 10],
      [MiB, 3 * MiB],
      [0, 3 * MiB],
      [2 * MiB, 6 * MiB],
      [0, MiB + 1],
    ] as const) {
      it(`has no tree hash for any other range: bytes ${from} to ${to}`, async () => {
        const reply = await output(glacier.client, jobId, `bytes=${from}-${to - 1}`);

        assert.ok(reply.body.equals(bytes.subarray(from, to)));
        assert.equal(reply.checksum, undefined);
      });
    }

    it('has no tree hash at all where the job took a range that is no node of the tree', async () => {
      const ArchiveId = (await describeJob(glacier.client, jobId)).ArchiveId!;
      const ranged = await retrieve(ArchiveId, { RetrievalByteRange: `${MiB}-${3 * MiB - 1}` });
      const job = await completed(glacier.client, ranged);

      const [whole, first] = [
        await output(glacier.client, ranged),
        await output(glacier.client, ranged, 'bytes=0-1048575'),
      ];
      assert.deepEqual([job.SHA256TreeHash, whole.checksum, first.checksum], [undefined, undefined, undefined]);
      assert.ok(first.body.equals(bytes.subarray(MiB, 2 * MiB)));
    });

    it('has no bytes past its end', async () => {
      for (const range of [`bytes=0-${8 * MiB}`, 'bytes=9-3', 'all']) {
        await refused(output(glacier.client, jobId, range), 'InvalidParameterValueException', 400);
      }
    });
  });

  describe('in a list', () => {
    it('is found by its status, and by being completed', async () => {
      const archiveId = await anArchive(glacier.client, someBytes(5));
      const done = await retrieve(archiveId);
      await completed(glacier.client, done);
      await glacier.admin('settings', { standardMs: hours });
      const open = await retrieve(archiveId);
      const ids = async (filter: object) => (await list(filter)).JobList!.map(({ JobId }) => JobId);

      assert.deepEqual(await ids({ statuscode: 'InProgress' }), [open]);
      assert.deepEqual(await ids({ statuscode: 'Succeeded' }), [done]);
      assert.deepEqual(await ids({ statuscode: 'Failed' }), []);
      assert.deepEqual(await ids({ completed: 'false' }), [open]);
      assert.deepEqual(await ids({ completed: 'true' }), [done]);
      await refused(list({ statuscode: 'Done' }), 'InvalidParameterValueException', 400);
    });

    it('stands on one page', async () => {
      const archiveId = await anArchive(glacier.client, someBytes(5));
      const ids = await Promise.all([1, 2, 3].map(() => retrieve(archiveId)));
      const first = await list({ limit: 2 });
      const second = await list({ limit: 2, marker: first.Marker });

      const listed = [...first.JobList!, ...second.JobList!].map(({ JobId }) => JobId!);
      assert.deepEqual([listed.toSorted(), second.Marker], [ids.toSorted(), undefined]);
    });
  });

  describe('under a data retrieval policy', () => {
    it('knows no limit by default', async () => {
      const { Policy } = await glacier.client.send(new GetDataRetrievalPolicyCommand({ accountId }));
      assert.equal(Policy?.Rules?.[0]?.Strategy, 'None');
    });

    it('is refused when the bytes of an hour are spent, in tier Standard only', async () => {
      const archiveId = await anArchive(glacier.client, someBytes(100));
      await setPolicy({ Strategy: 'BytesPerHour', BytesPerHour: 150 });

      await retrieve(archiveId);
      await refused(retrieve(archiveId), 'PolicyEnforcedException', 400);
      await retrieve(archiveId, { Tier: 'Expedited' });
      await setPolicy({ Strategy: 'None' });
      await retrieve(archiveId);
    });

    it('is accepted within the free allowance', async () => {
      const archiveId = await anArchive(glacier.client, someBytes(100));
      await setPolicy({ Strategy: 'FreeTier' });

      await retrieve(archiveId);
    });

    it('takes one rule, with bytes where the strategy needs them', async () => {
      await refused(setPolicy(), 'InvalidParameterValueException', 400);
      await refused(setPolicy({ Strategy: 'BytesPerHour' }), 'InvalidParameterValueException', 400);
      await refused(setPolicy({ Strategy: 'None', BytesPerHour: 5 }), 'InvalidParameterValueException', 400);
      await refused(setPolicy({ Strategy: 'Some' }), 'InvalidParameterValueException', 400);
    });
  });
});
