import assert from 'node:assert/strict';
import type { JobRecord } from '../../domain/job.ts';
import { aCompletedJob, aPlan } from '../support/builders.ts';
import type { Fakes } from '../support/fakes/index.ts';
import { createFakes } from '../support/fakes/index.ts';
import { hashOf } from '../support/service.ts';
import type { Checker } from './checker.ts';
import { watchStores } from './checker.ts';

const GRACE_MS = 100;
const BYTES = Buffer.from('a result');
const ARCHIVE = { id: 'archive-1', store: 'glacier-vault', bytes: BYTES.length, treeHash: hashOf(BYTES) } as const;

describe('the checker', () => {
  let fakes: Fakes;
  let checker: Checker;
  let job: JobRecord;
  let now: number;
  beforeEach(async () => {
    now = GRACE_MS;
    fakes = createFakes({ now: () => now });
    checker = watchStores(fakes, GRACE_MS);
    const { result, ...fields } = aCompletedJob();
    const { versionId } = await fakes.objects.write({ ...result!, bytes: 8, contentType: '', read: async () => BYTES });
    job = { ...fields, result: { ...result!, versionId, bytes: 8, treeHash: hashOf(BYTES) } };
    fakes.rows.set(job.jobId, job);
  });

  const write = (over: Partial<JobRecord>, without: readonly (keyof JobRecord)[] = []) => {
    job = { ...job, version: job.version + 1, ...over };
    for (const field of without) delete job[field];
    fakes.rows.set(job.jobId, job);
  };
  const archived = () => {
    write({ archiveStatus: 'ARCHIVING' });
    fakes.cold.archives.set(ARCHIVE.id, BYTES);
    write({ archiveStatus: 'ARCHIVED', archive: ARCHIVE }, ['hotKey']);
  };
  const finds = (pattern: RegExp) => assert.match(checker.wrongOf(job.jobId).join('\n'), pattern);

  it('has nothing to say about a result that is archived and comes back as it should', async () => {
    archived();
    fakes.versions.delete(`${job.result!.bucket}/${job.result!.key}`);
    write({ archiveStatus: 'RESTORING' });
    const { versionId } = await fakes.objects.write({
      ...job.result!,
      bytes: 8,
      contentType: '',
      read: async () => BYTES,
    });
    write({ hotKey: job.result!.key, result: { ...job.result!, versionId } }, ['archive', 'archiveStatus']);
    fakes.cold.archives.delete(ARCHIVE.id);
    assert.deepEqual(checker.wrongOf(job.jobId), []);
    assert.deepEqual(checker.effects, { rows: 5, versions: 3, archives: 2 });
  });

  it('finds bytes that are deleted from S3 before the row names the archive', () => {
    write({ archiveStatus: 'ARCHIVING' });
    fakes.versions.set(`${job.result!.bucket}/${job.result!.key}`, []);
    finds(/^1:/);
  });

  it('finds a row that names an archive with other bytes, or none', () => {
    write({ archiveStatus: 'ARCHIVING' });
    fakes.cold.archives.set(ARCHIVE.id, Buffer.from('a result with one bit flipped'));
    write({ archiveStatus: 'ARCHIVED', archive: ARCHIVE }, ['hotKey']);
    finds(/^1:/);
  });

  it('finds an archive that is deleted before the row vouches for the copy in S3', () => {
    archived();
    fakes.cold.archives.delete(ARCHIVE.id);
    finds(/^1:/);
  });

  it('finds a row that vouches for a version which S3 does not have', () => {
    write({ result: { ...job.result!, versionId: 'another' } });
    finds(/^1:/);
  });

  it('finds an archiving that starts, or ends, after an upgrade is visible', async () => {
    await fakes.users.savePlan(job.userId, { version: 0, plan: aPlan({ role: 'premium_user' }) });
    write({ archiveStatus: 'ARCHIVING' });
    finds(/4:/);
  });

  it('finds an archiving that starts before the grace is over', () => {
    now = GRACE_MS - 1;
    write({ archiveStatus: 'ARCHIVING' });
    finds(/4:/);
  });

  it('finds a row that names both places, or neither', () => {
    write({}, ['hotKey']);
    finds(/5:/);
  });

  it('finds versions that do not rise by one, and states that do not follow each other', () => {
    write({ version: job.version + 2 });
    finds(/8: version/);
    write({ status: 'RUNNING' });
    finds(/8, 4: not a step/);
  });

  it('finds a deleted job that comes back to life, and a row that vanishes', () => {
    write({ deletedAt: 1 });
    write({}, ['deletedAt']);
    finds(/not a step/);
    fakes.rows.delete(job.jobId);
    finds(/12:/);
  });
});
