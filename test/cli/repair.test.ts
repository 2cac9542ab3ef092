// test/cli/repair.test.ts — what operators do by hand, and what is recorded of it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { JobRecord } from '../../domain/job.ts';
import { TemporalAway } from '../../temporal/errors.ts';
import { aCompletedJob, aJob, anArchivedJob } from '../support/builders.ts';
import { aTerminal, type ATerminal } from './support/a-terminal.ts';

describe('the command line, repairing by hand', () => {
  let terminal: ATerminal;
  beforeEach(() => {
    terminal = aTerminal();
  });

  function put(job: JobRecord): JobRecord {
    terminal.rows.set(job.jobId, job);
    return job;
  }

  async function upload({ input }: JobRecord): Promise<void> {
    const bytes = Buffer.from('vcf');
    await terminal.objects.write({ ...input, bytes: 3, contentType: '', read: async () => bytes });
  }

  describe('gas retry', () => {
    for (const status of ['FAILED', 'CANCELLED'] as const) {
      it(`runs a ${status} annotation again as its next attempt`, async () => {
        const job = put(aJob({ status, attempt: 2 }));
        await upload(job);
        const { code, out } = await terminal.gas('retry', job.jobId);
        assert.deepEqual([code, out], [0, `Attempt 3 of job ${job.jobId} is recorded.`]);
        assert.deepEqual(terminal.starters.asked, [['submit', 3, 'free_user']]);
        const act = {
          actor: 'operator:olga',
          action: 'operator-retry',
          subject: `job/${job.jobId}`,
          detail: 'attempt 3',
        };
        assert.deepEqual(terminal.acts(), [act]);
      });
    }

    it('wakes the mover of a result, and tells what it needs', async () => {
      const { jobId, userId } = put(anArchivedJob());
      await terminal.users.savePlan(userId, { version: 0, plan: { role: 'premium_user', since: 0, version: 1 } });
      const { json } = await terminal.gas('retry', jobId, '--json', '--as', 'pat');
      assert.deepEqual(json, { job_id: jobId, woken: true, needs: 'restore' });
      assert.deepEqual(terminal.starters.asked, [['wake', { jobId, userId, role: 'premium_user', restore: true }]]);
      assert.equal(terminal.acts()[0]?.actor, 'operator:pat');
    });

    it('wakes the mover of a job whose removal has stopped', async () => {
      const { jobId, userId } = put(aJob({ status: 'FAILED', deletedAt: 1 }));
      assert.equal((await terminal.gas('retry', jobId, '--json')).json.needs, 'remove');
      assert.deepEqual(terminal.starters.asked, [['wake', { jobId, userId, role: 'free_user', restore: false }]]);
    });

    it('runs nothing again that is running', async () => {
      const { jobId } = put(aJob({ status: 'RUNNING' }));
      const { code, said } = await terminal.gas('retry', jobId);
      assert.equal(code, 1);
      assert.match(said, /is RUNNING: there is nothing to run again/);
      assert.deepEqual([terminal.starters.asked, terminal.acts()], [[], []]);
    });

    it('says that the input is gone', async () => {
      const { jobId } = put(aJob({ status: 'FAILED' }));
      assert.equal((await terminal.gas('retry', jobId, '--json')).json.error.id, 'input-missing');
      assert.deepEqual([terminal.starters.asked, terminal.acts()], [[], []]);
    });

    it('says that a job is not known, or has been deleted', async () => {
      const { jobId, version } = put(aJob());
      await terminal.jobs.bury({ jobId, version, deletedAt: 1, expiresAt: 2000 });
      assert.equal((await terminal.gas('retry', jobId, '--json')).json.error.id, 'job-deleted');
      assert.equal((await terminal.gas('retry', randomUUID(), '--json')).json.error.id, 'job-unknown');
    });

    it('does nothing that cannot be recorded', async () => {
      const { jobId } = put(aCompletedJob());
      terminal.before('audit.record', () => {
        throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
      });
      const { code, said } = await terminal.gas('retry', jobId);
      assert.deepEqual([code, said], [1, 'AWS refuses: AccessDeniedException, no']);
      assert.deepEqual([terminal.starters.asked, terminal.leftOpen()], [[], 0]);
    });

    it('says in one sentence that Temporal is away', async () => {
      const { jobId } = put(aCompletedJob());
      terminal.starters.failure = new TemporalAway('Temporal does not answer.');
      const { code, said } = await terminal.gas('retry', jobId);
      assert.equal(code, 1);
      assert.match(said, /^Temporal does not answer\. .*TEMPORAL_ADDRESS/);
    });

    for (const name of ['olga@example.org', '', 'a b', 'x'.repeat(65)]) {
      it(`does not take ${JSON.stringify(name)} for an operator's name`, async () => {
        const { jobId } = put(aCompletedJob());
        const { code, said } = await terminal.gas('retry', jobId, '--as', name);
        assert.equal(code, 1);
        assert.match(said, /1 to 64 letters/);
        assert.deepEqual(terminal.starters.asked, []);
      });
    }
  });

  describe('gas release', () => {
    for (const [released, words] of [
      ['swept', /no mover was running: a sweep is on its way/],
      ['cancelled', /its mover is asked to stop/],
    ] as const) {
      it(`lets go of a claim, and tells how: ${released}`, async () => {
        const { jobId, userId } = put(aCompletedJob({ archiveStatus: 'ARCHIVING', version: 7 }));
        terminal.starters.released = released;
        const { code, out } = await terminal.gas('release', jobId);
        assert.equal(code, 0);
        assert.match(out, words);
        assert.deepEqual(terminal.starters.asked, [['release', { jobId, userId }]]);
        assert.equal(terminal.acts()[0]?.detail, 'ARCHIVING at row version 7');
      });
    }

    it('lets go of nothing that is not claimed', async () => {
      const { jobId } = put(aCompletedJob());
      const { code, json } = await terminal.gas('release', jobId, '--json');
      assert.deepEqual([code, json.error.id], [1, 'nothing-to-do']);
      assert.deepEqual([terminal.starters.asked, terminal.acts()], [[], []]);
    });
  });

  describe('gas audit', () => {
    it('shows what was done to a job, oldest first', async () => {
      const { jobId } = put(aCompletedJob());
      const entry = { actor: 'ann', action: 'job-deleted', subject: `job/${jobId}` } as const;
      await terminal.audit.record({ id: 'late', at: 1_800_000_000_000, ...entry });
      await terminal.gas('retry', jobId);
      const { json } = await terminal.gas('audit', jobId, '--json');
      const shown = json.entries.map(({ actor, action, at }: Record<string, string>) => [
        at?.slice(0, 4),
        actor,
        action,
      ]);
      assert.deepEqual(shown, [
        ['2023', 'operator:olga', 'operator-retry'],
        ['2027', 'ann', 'job-deleted'],
      ]);
    });

    it('shows what was done to a user', async () => {
      const entry = { actor: 'ann', action: 'account-deleted', subject: 'user/ann', detail: '3 jobs' } as const;
      await terminal.audit.record({ id: '1', at: 0, ...entry });
      const { out } = await terminal.gas('audit', 'ann');
      assert.match(out, /1970-01-01T00:00:00.000Z +ann +account-deleted +user\/ann +3 jobs/);
    });

    it('shows what was done to everything at once', async () => {
      await terminal.gas('reconcile', '--dry-run');
      const { out } = await terminal.gas('audit', 'service');
      assert.match(out, /operator:olga +operator-reconcile +service +dry run/);
    });

    it('says that nothing is recorded', async () => {
      const { code, out } = await terminal.gas('audit', 'ben');
      assert.deepEqual([code, out], [0, 'Nothing is recorded about ben.']);
    });
  });
});
