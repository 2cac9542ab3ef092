import assert from 'node:assert/strict';
import { check } from '../../chaos/checker.ts';
import { leaksIn } from '../../chaos/leaks.ts';
import { ARCHIVED, aRun } from './a-run.ts';
import { broken } from './catches.ts';

describe('the checker of chaos runs', () => {
  it('finds nothing wrong with a sound run, and says what it counted', () => {
    const run = aRun();
    const { verdicts, faults, holds } = check(run.events(), run.stores);
    assert.deepEqual(broken(run), {});
    assert.equal(holds, true);
    assert.equal(verdicts[0]?.counted, '2 results, 1 in S3, 1 in the vault, 0 lost; 2 downloads');
    assert.deepEqual(
      faults.map(({ fault, times }) => [fault, times]),
      [['kill-worker', 2]],
    );
    assert.deepEqual(
      verdicts.map(({ id }) => id),
      ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', 'live'],
    );
  });

  it('does not accept a run in which an armed fault never fired', () => {
    const run = aRun();
    run.drop('fault');
    assert.equal(check(run.events(), run.stores).holds, false);
  });

  it('does not accept an invariant that had nothing to be checked on', () => {
    const run = aRun();
    run.stores.vault.jobs = [];
    assert.match(broken(run)['10']?.[0] ?? '', /nothing to check/);
  });
});

describe('the search for leaks', () => {
  for (const [what, text] of [
    ['a presigned address', 'https://s3/x?X-Amz-Credential=a'],
    ['an e-mail address', '{"to":"ada.free@example.org"}'],
    ['genomic data', 'chrM\t11778\tG\tA'],
    ['a token', 'Bearer abcdefghijklmnopqrst'],
    ['a secret', 'key=very-secret'],
  ] as const) {
    it(`finds ${what}`, () => {
      assert.deepEqual(
        leaksIn('x', text, ['very-secret']).map((leak) => leak.what),
        [what],
      );
    });
  }

  it('finds nothing in a line that tells ids alone', () => {
    assert.deepEqual(leaksIn('x', `{"jobId":"${ARCHIVED}","outcome":"mover woken"}`, ['very-secret']), []);
  });
});
