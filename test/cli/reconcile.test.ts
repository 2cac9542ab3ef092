// test/cli/reconcile.test.ts — what operators have compared and moved, and how it ended.
import assert from 'node:assert/strict';
import { type Finding, reportOf } from '../../domain/reconciliation.ts';
import { aTerminal, type ATerminal } from './support/a-terminal.ts';

describe('the command line, comparing everything', () => {
  let terminal: ATerminal;
  beforeEach(() => {
    terminal = aTerminal();
  });

  const stray: Finding = { kind: 'strayVersions', jobId: 'job-1', detail: 'gas/ann/job-1~smith.annot.vcf.gz' };
  const foreign: Finding = { kind: 'foreign', detail: 'archive-7' };

  describe('gas reconcile', () => {
    it('says that nothing is amiss', async () => {
      const { code, out, said } = await terminal.gas('reconcile');
      assert.equal(code, 0);
      assert.match(out, /^Compared 0 rows, 0 versions, 0 unfinished uploads, 0 archives\.\nNothing is amiss\./);
      assert.match(said, /The workflow reconcile is at work/);
      assert.deepEqual(terminal.starters.asked, [['reconcile', false]]);
    });

    it('ends well where all that was found is repaired', async () => {
      terminal.starters.report = { ...reportOf(false, [stray, stray]), woken: 1 };
      const { code, out } = await terminal.gas('reconcile');
      assert.equal(code, 0);
      assert.match(out, /repaired by sweeps\n {2}2 {2}strayVersions[^]*1 sweep started/);
      assert.doesNotMatch(out, /to be looked at|smith/);
    });

    it('ends with 1 where something is left for a person to judge', async () => {
      terminal.starters.report = reportOf(false, [stray, foreign]);
      const { code, out } = await terminal.gas('reconcile');
      assert.equal(code, 1);
      assert.match(out, /to be looked at\n {2}1 {2}foreign +an archive, upload or object that names no job of ours/);
      assert.match(out, /foreign +no job +archive-7/);
    });

    it('says why the comparison itself has failed', async () => {
      const cause = new Error('Activity task failed', { cause: new Error('the scratch disk is full') });
      terminal.starters.failure = Object.assign(new Error('Workflow execution failed', { cause }), {
        name: 'WorkflowFailedError',
      });
      const { code, said } = await terminal.gas('reconcile');
      assert.deepEqual([code, said], [1, 'The workflow has failed: the scratch disk is full']);
    });

    it('repairs nothing in a dry run, and leaves all to be looked at', async () => {
      terminal.starters.report = reportOf(true, [stray]);
      const { code, json } = await terminal.gas('reconcile', '--dry-run', '--json');
      assert.deepEqual(
        [code, json.dry_run, json.findings, json.left_to_look_at],
        [1, true, { strayVersions: 1 }, ['strayVersions']],
      );
      assert.deepEqual(json.samples, [{ kind: 'strayVersions', job_id: 'job-1', detail: 'gas/ann/job-1~(file name)' }]);
      assert.deepEqual(terminal.starters.asked, [['reconcile', true]]);
      const act = { actor: 'operator:olga', action: 'operator-reconcile', subject: 'service', detail: 'dry run' };
      assert.deepEqual(terminal.acts(), [act]);
    });
  });

  describe('gas move-archives', () => {
    beforeEach(() => {
      terminal = aTerminal({ store: 's3-glacier' });
      terminal.workflows.moves = [{ status: 'RUNNING', progress: { begun: 3, elsewhere: 1 } }];
    });

    it('starts the move at the pace that is asked for, and tells how far it is', async () => {
      const { code, out, said } = await terminal.gas('move-archives', '--to', 's3-glacier', '--per-minute', '30');
      assert.deepEqual([code, out], [0, 'RUNNING: 3 moves begun, 1 result still elsewhere in this pass.']);
      assert.equal(said, 'The workflow move-archives is started.');
      assert.deepEqual(terminal.starters.asked, [['moveArchives', { to: 's3-glacier', perMinute: 30 }]]);
      assert.equal(terminal.acts()[0]?.detail, 'to s3-glacier, 30 a minute');
    });

    it('follows it to its end', async () => {
      terminal.workflows.moves.push(
        { status: 'RUNNING' },
        { status: 'COMPLETED', progress: { begun: 4, elsewhere: 0 } },
      );
      const { code, out, said } = await terminal.gas('move-archives', '--to', 's3-glacier', '--follow');
      assert.deepEqual([code, out], [0, 'COMPLETED: 4 moves begun, 0 results still elsewhere in this pass.']);
      assert.match(said, /3 moves begun.*how far it is, a worker would have to tell/);
    });

    it('ends with 1 where the move has failed', async () => {
      terminal.workflows.moves = [{ status: 'FAILED' }];
      const { code, json } = await terminal.gas('move-archives', '--to', 's3-glacier', '--json');
      assert.deepEqual([code, json.status], [1, 'FAILED']);
    });

    it('moves nothing to where results do not go', async () => {
      const { code, said } = await terminal.gas('move-archives', '--to', 'glacier-vault');
      assert.equal(code, 1);
      assert.match(said, /^Results go to s3-glacier now: set GAS_ARCHIVE=glacier-vault/);
      assert.deepEqual([terminal.starters.asked, terminal.acts()], [[], []]);
    });

    for (const words of [[], ['--to', 'tape'], ['--to', 's3-glacier', '--per-minute', '0']]) {
      it(`does not take ${JSON.stringify(words)}`, async () => {
        assert.equal((await terminal.gas('move-archives', ...words)).code, 1);
        assert.deepEqual([terminal.starters.asked, terminal.acts()], [[], []]);
      });
    }
  });

  describe('gas', () => {
    it('is told which service is meant, or finds it by itself', async () => {
      for (const words of [[], ['--stack'], ['--no-stack']]) await terminal.gas('audit', 'ann', ...words);
      assert.deepEqual(terminal.opened, [undefined, true, false]);
    });

    it('lists its commands, and every command its options', async () => {
      const { out } = await terminal.gas('--help');
      for (const name of ['inspect', 'retry', 'release', 'reconcile', 'move-archives', 'audit']) {
        assert.match(out, new RegExp(`^ {2}${name} `, 'm'));
        assert.match((await terminal.gas(name, '--help')).out, /--json/);
      }
    });
  });
});
