import { leaksIn } from '../../chaos/leaks.ts';
import { RESTORED } from './a-run.ts';
import { catches } from './catches.ts';

describe('the checker catches, of messages, retrievals, histories and rest,', () => {
  catches('7', 'an accepted change of plan that never came', {
    plant: (run) => run.drop('upgrade'),
    says: /was lost/,
  });
  catches('7', 'a poison that vanished', {
    plant: ({ stores }) => void (stores.deadLetters = []),
    says: /no dead letter/,
  });
  catches('7', 'a good message among the dead letters', {
    plant: ({ stores }) => void stores.deadLetters.push({ queue: 'q', body: 'good', reason: 'r' }),
    says: /a good message/,
  });
  catches('7', 'a dead letter without a reason', {
    plant: ({ stores }) => void delete stores.deadLetters[0]!.reason,
    says: /has no reason/,
  });
  catches('7', 'messages left in a queue', {
    plant: ({ stores }) => void (stores.queues['gas-thaws'] = 2),
    says: /2 messages are left/,
  });
  catches('10', 'a retrieval started again while one could be used', {
    plant({ stores: { vault } }) {
      vault.jobs.push({ ...vault.jobs[0]!, JobId: 'r2', CreationDate: '2026-01-01T00:00:01.000Z' });
    },
    says: /was started again/,
  });
  catches('10', 'more retrievals than there are rounds', {
    plant(run) {
      for (const id of ['r1', 'r2', 'r3', 'r4']) {
        const set = { restore_retrieval_id: id };
        const writes = [{ table: 'annotations', key: RESTORED, kind: 'update' as const, set, remove: [] }];
        run.add('more', 'request', { service: 'dynamodb', name: 'UpdateItem', status: 200, jobId: RESTORED, writes });
      }
    },
    says: /more than 3 times/,
  });
  catches('11', 'a failed workflow task', {
    plant: ({ stores }) => void (stores.workflows[0]!.failedTasks = ['NonDeterminismError']),
    says: /failed: NonDeterminismError/,
  });
  catches('11', 'a history that is too long', {
    plant: ({ stores }) => void (stores.workflows[0]!.events = 10_241),
    says: /10241 events/,
  });
  catches('13', 'a leak', {
    plant: ({ stores }) => void (stores.leaks = leaksIn('web.log', 'GET /x?X-Amz-Signature=1', [])),
    says: /web\.log holds a presigned address/,
  });
  catches('live', 'a free result that stayed in S3', {
    plant: ({ stores }) => void (stores.users = []),
    says: /of a free_user is hot/,
  });
  catches('live', 'a job that never ended', {
    plant: ({ stores }) => void (stores.jobs[0]!['job_status'] = 'RUNNING'),
    says: /is still RUNNING/,
  });
  catches('live', 'a workflow that still runs', {
    plant: ({ stores }) => void (stores.workflows[0]!.status = 'RUNNING'),
    says: /still runs/,
  });
  catches('live', 'a job that the API shows elsewhere', {
    plant: ({ stores }) => void (stores.shown[0]!.place = 'hot'),
    says: /the API shows/,
  });
  catches('live', 'a job that the API does not list', {
    plant: ({ stores }) => void stores.shown.splice(0, 1, { ...stores.shown[0]!, jobId: RESTORED, place: 'hot' }),
    says: /does not list/,
  });
  catches('live', 'a process that has grown', {
    plant: ({ stores }) => void (stores.after[0]!.descriptors = 900),
    says: /has grown/,
  });
  catches('live', 'what had not settled', {
    plant: (run) => run.add('unsettled', 'phase', { phase: 'settled', detail: 'something moves' }),
    says: /something moves/,
  });
});
