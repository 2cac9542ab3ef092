import { ARCHIVED } from './a-run.ts';
import { catches } from './catches.ts';

describe('the checker catches, of the bytes,', () => {
  catches('1', 'a result that is in S3 no more', {
    plant: ({ stores }) => void (stores.objects = []),
    says: /is not in S3/,
  });
  catches('1', 'an archive with other bytes', {
    plant: ({ stores }) => void (stores.vault.archives[0]!.treeHash = 'other'),
    says: /other bytes/,
  });
  catches('1', 'an archive that is gone', {
    plant: ({ stores }) => void (stores.vault.archives = []),
    says: /not in the vault/,
  });
  catches('1', 'a row that named, for a moment, an archive that was not there', {
    plant: (run) => run.moveBefore(`archived ${ARCHIVED}`, `upload ${ARCHIVED}`),
    says: /the vault has no archive/,
  });
  catches('1', 'a download with other bytes', {
    plant: (run) => run.change(`download ${ARCHIVED}`, { sha256: 'other' }),
    says: /downloaded with other bytes/,
  });
  catches('2', 'an S3 version deleted before its archive is recorded', {
    plant: (run) => run.moveBefore(`delete hot ${ARCHIVED}`, `archived ${ARCHIVED}`),
    says: /version .* was deleted/,
  });
  catches('2', 'such a delete even where S3 refused it', {
    plant(run) {
      run.moveBefore(`delete hot ${ARCHIVED}`, `archived ${ARCHIVED}`);
      run.change(`delete hot ${ARCHIVED}`, { status: 500 });
    },
    says: /version .* was deleted/,
  });
  catches('2', 'an S3 version deleted though another hash was recorded', {
    plant(run) {
      run.set(`archived ${ARCHIVED}`, 'archive_tree_hash', 'other');
    },
    says: /version .* was deleted/,
  });
  catches('2', 'an archive deleted before the restored object is recorded', {
    plant: (run) => run.moveBefore('delete archive', 'restored'),
    says: /archive .* was deleted/,
  });
  catches('3', 'an archive that nobody references', {
    plant: ({ stores }) => void stores.vault.archives.push({ id: 'stray', description: '', size: 1, treeHash: '' }),
    says: /nobody references archive stray/,
  });
  catches('3', 'an archive that two jobs share', {
    plant: ({ stores }) => void (stores.jobs[1]!['results_file_archive_id'] = `arc-${ARCHIVED}`),
    says: /belongs to/,
  });
  catches('3', 'an upload that nobody ended', {
    plant: ({ stores }) => void stores.vault.uploads.push({ id: 'u', description: '' }),
    says: /never ended/,
  });
  catches('3', 'a write that nobody ended', {
    plant: ({ stores }) => void stores.openWrites.push({ bucket: 'gas-results', key: `gas/u/${ARCHIVED}~a.vcf` }),
    says: /in S3 was never ended/,
  });
  catches('5', 'a row with two places', {
    plant: ({ stores }) => void (stores.jobs[0]!['s3_key_result_file'] = 'somewhere'),
    says: /names 2 places/,
  });
  catches('5', 'a version that no row names', {
    plant: ({ stores }) => void stores.objects.push({ ...stores.objects[0]!, versionId: 'stray' }),
    says: /no row names version stray/,
  });
});
