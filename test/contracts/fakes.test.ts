// test/contracts/fakes.test.ts — the fakes keep the contracts that the adapters keep.
import assert from 'node:assert/strict';
import { createFakes } from '../support/fakes/index.ts';
import { aJob } from '../support/builders.ts';
import { describeAnswerRecords } from './answer-records.contract.ts';
import { describeArchiveStore } from './archive-store.contract.ts';
import { describeAudit } from './audit.contract.ts';
import { describeJobRecords } from './job-records.contract.ts';
import { describeDeliveryLog, describeSubscriptions } from './notices.contract.ts';
import { describeObjectStore } from './object-store.contract.ts';
import { describePartUploads } from './part-uploads.contract.ts';
import { describeRetrievalBudget } from './retrieval-budget.contract.ts';
import { describeSessionRecords } from './session-records.contract.ts';
import { describeUserRecords } from './user-records.contract.ts';

describeJobRecords('in memory', async () => createFakes({ namesSorted: 10 }));
describeUserRecords('in memory', async () => createFakes().users);
describeSessionRecords('in memory', async (now) => createFakes({ now }).sessions);
describeAnswerRecords('in memory', async (now) => createFakes({ now }).answers);
describeSubscriptions('in memory', async () => createFakes());
describeDeliveryLog('in memory', async () => createFakes());
describeRetrievalBudget('in memory', async () => createFakes().budget);
describeAudit('in memory', async () => createFakes().audit);
describeObjectStore('in memory', async () => ({ objects: createFakes().objects, bucket: 'results' }));

describePartUploads('in memory', async () => {
  const { uploads, objects, sendPart } = createFakes();
  return { uploads, objects, bucket: 'inputs', send: sendPart };
});

describeArchiveStore('in memory', async () => {
  const fakes = createFakes();
  const { cold } = fakes;
  const clear = async () => {
    cold.refusals.clear();
    cold.startAs('succeeded');
  };
  await clear();
  return {
    archive: fakes.archive,
    archives: async () => [...cold.archives.keys()],
    source: async () => ({ bucket: 'results', key: 'key', versionId: 'version' }),
    traits: { opensUploads: true, isVault: true },
    faults: {
      noExpeditedCapacity: async () => void cold.refusals.set('Expedited', 'no capacity'),
      failRetrievals: async () => cold.startAs('failed'),
      hold: async () => cold.startAs('inProgress'),
      flipBit: async () => cold.flipBit(),
      loseCompletion: async () => fakes.after('archive.upload', loseReply),
      clear,
    },
  };
});

describe('hooks around the fakes', () => {
  it('run once, before a call has any effect', async () => {
    const { jobs, before, rows } = createFakes();
    const seen: number[] = [];
    before('jobs.insert', () => seen.push(rows.size));
    await jobs.insert(aJob());
    await jobs.insert(aJob());
    assert.deepEqual(seen, [0]);
  });

  it('lose a reply after the effect', async () => {
    const { jobs, after, rows } = createFakes();
    after('jobs.insert', loseReply);
    await assert.rejects(jobs.insert(aJob()), /reply lost/);
    assert.equal(rows.size, 1);
  });
});

function loseReply(): never {
  throw new Error('reply lost');
}
