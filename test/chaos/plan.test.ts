import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FAULTS } from '../../chaos/faults.ts';
import { readOptions } from '../../chaos/options.ts';
import { makePlan } from '../../chaos/plan.ts';
import { random } from '../../chaos/random.ts';

const options = (seed: number, share = 0.5) => ({ seed, minutes: 2, jobs: 50, share, keep: false });
const names = [...FAULTS, 'clocks-apart'];

describe('the plan of a chaos run', () => {
  it('is the same for the same seed, and another for another', () => {
    assert.deepEqual(makePlan(options(7)), makePlan(options(7)));
    assert.notDeepEqual(makePlan(options(7)), makePlan(options(8)));
  });

  it('arms about half of the faults, or all of them', () => {
    const armed = Array.from({ length: 100 }, (_, seed) => makePlan(options(seed)).armed.length);
    const mean = armed.reduce((sum, count) => sum + count, 0) / armed.length;
    assert.ok(Math.abs(mean - names.length / 2) < 3, `${mean} of ${names.length}`);
    assert.deepEqual([...makePlan(options(1, 1)).armed].toSorted(), [...names].toSorted());
  });

  it('strikes with armed faults only, and lets every job be submitted before anything else is asked of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const { armed, strikes, deeds, lengthMs } = makePlan(options(seed));
        assert.ok(strikes.every(({ fault, at }) => armed.includes(fault) && at >= 0 && at <= lengthMs));
        const submitted = new Set<number>();
        for (const deed of deeds) {
          if (!('job' in deed)) continue;
          if (deed.deed === 'submit') submitted.add(deed.job);
          else assert.ok(submitted.has(deed.job));
        }
        assert.equal(submitted.size, 50);
      }),
      { numRuns: 50 },
    );
  });

  it('puts a clock apart only where that is armed', () => {
    for (let seed = 1; seed < 30; seed++) {
      const { armed, clocks } = makePlan(options(seed));
      const apart = Object.values(clocks).filter((ms) => ms !== 0);
      assert.equal(apart.length, armed.includes('clocks-apart') ? 1 : 0);
      assert.ok(clocks.web >= 0);
    }
  });
});

describe('the options of a chaos run', () => {
  it('arms every fault from five minutes on, and half of them in shorter runs, unless told otherwise', () => {
    assert.equal(readOptions(['--minutes', '5'])?.share, 1);
    assert.equal(readOptions(['--minutes', '1'])?.share, 0.5);
    assert.equal(readOptions(['--minutes', '1', '--all-faults'])?.share, 1);
    assert.equal(readOptions(['--minutes', '9', '--share', '0.2'])?.share, 0.2);
  });

  it('refuses what is no number, and knows 300 jobs', () => {
    assert.throws(() => readOptions(['--seed', 'x']), /--seed must be a number/);
    assert.equal(readOptions(['--seed', '3'])?.jobs, 300);
    assert.equal(readOptions(['--help']), undefined);
  });
});

describe('the random numbers of a seed', () => {
  it('are the same on every machine', () => {
    const source = random('chaos 1');
    assert.deepEqual([source.below(1000), source.below(1000), source.below(1000)], [756, 608, 393]);
  });

  it('of one part do not depend on how many another part has drawn', () => {
    const [one, other] = [random('x'), random('x')];
    one.of('a').next();
    assert.equal(one.of('b').next(), other.of('b').next());
  });

  it('shuffle without losing anything', () => {
    assert.deepEqual(random('y').shuffled(['a', 'b', 'c', 'd']).toSorted(), ['a', 'b', 'c', 'd']);
  });
});
