// chaos/checker-bytes.ts — invariants 1, 2, 3 and 5: the bytes, where they are, and that they are there once.
import { only, type Event } from './events.ts';
import { isCompleted, isDeleted, placeOf, type Row } from './rows.ts';
import type { Replay } from './checker-replay.ts';
import type { Stores } from './stores.ts';
import { verdict, type Verdict } from './verdict.ts';

export function checkBytes(events: readonly Event[], stores: Stores, world: Replay): Verdict[] {
  return [bytes(events, stores, world), order(world), references(stores), onePlace(stores)];
}

/** Every result is read back, from S3 or by the hash of its archive, and compared with what its annotation wrote. */
function bytes(events: readonly Event[], stores: Stores, world: Replay): Verdict {
  const rows = stores.jobs.filter(isCompleted);
  const found = rows.map((row) => ({ row, wrong: lost(row, stores, world) }));
  const downloads = only(events, 'acknowledged').filter(({ act }) => act === 'download');
  const wrong = downloads.filter(({ jobId = '', sha256 }) => !wasWritten(events, jobId, sha256));
  const [hot, archived] = ['hot', 'archived'].map((place) => rows.filter((row) => placeOf(row) === place).length);
  const lostOnes = found.filter((one) => one.wrong !== undefined);
  return verdict('1', 'bytes readable', {
    counted: `${rows.length} results, ${hot} in S3, ${archived} in the vault, ${lostOnes.length} lost; ${downloads.length} downloads`,
    problems: [
      ...lostOnes.map(({ row, wrong: why }) => `${String(row['job_id'])}: ${why}`),
      ...(world.problems.get(1) ?? []),
      ...wrong.map(({ jobId }) => `${jobId} was downloaded with other bytes than were written`),
    ],
    something: rows.length,
  });
}

function lost(row: Row, stores: Stores, { promised }: Replay): string | undefined {
  const jobId = String(row['job_id']);
  const expected = promised.get(jobId);
  if (!expected) return 'the log has no bytes of its completion';
  if (row['s3_key_result_file'] !== undefined) {
    const version = stores.objects.find(
      ({ key, versionId }) => key === row['s3_key_result_file'] && versionId === row['result_version_id'],
    );
    if (!version) return 'the version that its row names is not in S3';
    return version.treeHash === expected ? undefined : 'its bytes in S3 are others';
  }
  const archive = stores.vault.archives.find(({ id }) => id === row['results_file_archive_id']);
  if (!archive) return 'the archive that its row names is not in the vault';
  return archive.treeHash === expected ? undefined : 'its archive has other bytes';
}

function wasWritten(events: readonly Event[], jobId: string, sha256: string | undefined): boolean {
  return only(events, 'request').some((request) => request.jobId === jobId && request.sha256 === sha256);
}

function order(world: Replay): Verdict {
  const { deletes, archiveDeletes } = world.counts;
  return verdict('2', 'deleted only after its successor is recorded', {
    counted: `${deletes} deletes of versions, ${archiveDeletes} of archives, each with what was recorded before it`,
    problems: world.problems.get(2) ?? [],
    something: deletes,
  });
}

function references({ jobs, vault, openWrites }: Stores): Verdict {
  const named = new Map<string, string[]>();
  for (const row of jobs.filter((each) => !isDeleted(each))) {
    const id = row['results_file_archive_id'];
    if (id !== undefined) named.set(String(id), [...(named.get(String(id)) ?? []), String(row['job_id'])]);
  }
  // An annotation may have been killed while it wrote, and have failed later: nobody writes there again; S3 expires these.
  const open = openWrites.filter(({ key }) => !endedJobs(jobs).some((jobId) => key.includes(`/${jobId}~`)));
  const orphans = vault.archives.filter(({ id }) => !named.has(id));
  const shared = [...named].filter(([, owners]) => owners.length > 1);
  return verdict('3', 'one referenced archive per job, none unreferenced', {
    counted: `${vault.archives.length} archives, ${named.size} referenced, ${vault.uploads.length} open uploads`,
    problems: [
      ...orphans.map(({ id, description }) => `nobody references archive ${id} (${description})`),
      ...shared.map(([id, owners]) => `archive ${id} belongs to ${owners.join(' and ')}`),
      ...vault.uploads.map(({ id, description }) => `upload ${id} into the vault was never ended (${description})`),
      ...open.map(({ key }) => `an upload to ${key} in S3 was never ended`),
    ],
    something: vault.archives.length + jobs.length,
  });
}

/** Jobs that ended without a result. */
function endedJobs(jobs: Stores['jobs']): string[] {
  return jobs
    .filter((row) => /^(FAILED|CANCELLED)$/.test(String(row['job_status'])))
    .map((row) => String(row['job_id']));
}

/** In a settled state a completed row names exactly one place, and S3 holds exactly the version that it names. */
function onePlace({ jobs, objects }: Stores): Verdict {
  const problems = jobs.flatMap((row): string[] => {
    const places = [row['s3_key_result_file'], row['results_file_archive_id']].filter((place) => place !== undefined);
    const wanted = isCompleted(row) ? 1 : 0;
    return places.length === wanted ? [] : [`${String(row['job_id'])} names ${places.length} places`];
  });
  const named = new Set(jobs.filter((row) => row['s3_key_result_file']).map((row) => String(row['result_version_id'])));
  const unnamed = objects.filter(({ key, versionId }) => key.endsWith('.annot.vcf.gz') && !named.has(versionId));
  // An attempt may have been killed after it wrote, and a later one have failed: these bytes were promised to nobody.
  const ended = endedJobs(jobs);
  const [leftovers, strays] = partition(unnamed, ({ key }) => ended.some((jobId) => key.includes(`/${jobId}~`)));
  return verdict('5', 'a row has exactly one place', {
    counted: `${jobs.length} rows, ${strays.length} versions that no row names, ${leftovers.length} of jobs that failed later`,
    problems: [...problems, ...strays.map(({ key, versionId }) => `no row names version ${versionId} of ${key}`)],
    something: jobs.length,
  });
}

function partition<T>(list: readonly T[], belongs: (one: T) => boolean): [T[], T[]] {
  return [list.filter(belongs), list.filter((one) => !belongs(one))];
}
