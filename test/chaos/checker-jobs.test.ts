import { ARCHIVED, DELETED, FREE, PREMIUM, RESTORED } from './a-run.ts';
import { catches } from './catches.ts';

describe('the checker catches, of the jobs,', () => {
  catches('4', 'an archiving begun after an upgrade', {
    plant: (run) => run.moveBefore('upgrade', `claim ${RESTORED}`),
    says: /after an upgrade/,
  });
  catches('4', 'an archiving begun before the grace is over', {
    plant(run) {
      run.set(`completed ${ARCHIVED}`, 'complete_time', 1020);
    },
    says: /before its grace is over/,
  });
  catches('6', 'a submission that was accepted and forgotten', {
    plant: (run) => run.add('forgotten', 'acknowledged', { act: 'submit', user: FREE, jobId: 'lost' }),
    says: /has no row/,
  });
  catches('6', 'a row that nobody asked for', {
    plant: ({ stores }) => void stores.jobs.push({ ...stores.jobs[0]!, job_id: 'unasked' }),
    says: /nobody asked for/,
  });
  catches('6', 'a job completed twice', {
    plant(run) {
      const again = {
        table: 'annotations',
        key: ARCHIVED,
        kind: 'update' as const,
        set: { job_status: 'COMPLETED', version: 6 },
        remove: [],
      };
      run.add('again', 'request', {
        service: 'dynamodb',
        name: 'UpdateItem',
        status: 200,
        jobId: ARCHIVED,
        writes: [again],
      });
    },
    says: /more than once/,
  });
  catches('6', 'a second mail', {
    plant: ({ stores }) => void stores.mails.push({ ...stores.mails[0]! }),
    says: /mailed about twice/,
  });
  catches('8', 'a version that does not rise by one', {
    plant: (run) => run.drop(`running ${ARCHIVED}`),
    says: /version 3 follows 1/,
  });
  catches('8', 'a state that may not follow', {
    plant: (run) => run.drop('restoring'),
    says: /archive_status undefined follows ARCHIVED/,
  });
  catches('8', 'a table that is not what the log says', {
    plant: ({ stores }) => void (stores.jobs[0]!['version'] = 9),
    says: /log and table differ in version/,
  });
  catches('9', "a request for somebody else's key", {
    plant: (run) => run.change(`put ${ARCHIVED}`, { userId: PREMIUM }),
    says: /went to a key of/,
  });
  catches('9', 'a job shown to another', { plant: (run) => run.change('probe', { status: 200 }), says: /was shown/ });
  catches('12', 'an object of a deleted job', {
    plant: ({ stores }) =>
      void stores.objects.push({ ...stores.objects[0]!, key: `gas/x/${DELETED}~input`, versionId: 'v' }),
    says: /still in S3/,
  });
  catches('12', 'a deleted job without a tombstone', {
    plant: ({ stores }) => void delete stores.jobs[2]!['expires_at'],
    says: /no tombstone/,
  });
  catches('12', 'a tombstone that keeps a name', {
    plant: ({ stores }) => void (stores.jobs[2]!['input_file_name'] = 'x.vcf'),
    says: /keeps input_file_name/,
  });
  catches('12', 'a deletion that the audit log does not know', {
    plant: ({ stores }) => void (stores.others = []),
    says: /audit log/,
  });
  catches('12', 'a deleted job that the API still shows', {
    plant: ({ stores }) => void (stores.deletedLooks[0]!.status = 200),
    says: /still shows/,
  });
  catches('12', 'what is left of a closed account', {
    plant(run) {
      run.add('closed', 'acknowledged', { act: 'close-account', user: PREMIUM });
      run.stores.users[0]!['email'] = 'x@example.org';
    },
    says: /keeps role, email/,
  });
});
