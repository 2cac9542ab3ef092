import assert from 'node:assert/strict';
import { countJob, emptyStorage, placeOf } from '../../domain/storage.ts';
import { aCompletedJob, aJob, anArchivedJob } from '../support/builders.ts';

describe('where a user’s results are', () => {
  const cases = [
    { place: 'none', job: aJob() },
    { place: 'hot', job: aCompletedJob() },
    { place: 'archiving', job: aCompletedJob({ archiveStatus: 'ARCHIVING' }) },
    { place: 'archived', job: anArchivedJob() },
    { place: 'restoring', job: anArchivedJob({ archiveStatus: 'RESTORING' }) },
  ] as const;
  for (const { place, job } of cases) it(`is ${place} by its row`, () => assert.equal(placeOf(job), place));

  it('counts each result once, with the bytes of the archive that holds it', () => {
    const storage = emptyStorage();
    for (const { job } of cases) countJob(storage, job);
    assert.deepEqual(storage.archived, { results: 1, bytes: 100 });
    assert.deepEqual(
      Object.values(storage).map(({ results }) => results),
      [1, 1, 1, 1, 1],
    );
  });
});
