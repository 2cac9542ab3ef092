import assert from 'node:assert/strict';
import { readOptions } from '../../chaos/options.ts';
import { makePlan } from '../../chaos/plan.ts';
import { SEEDS } from './seeds.ts';

describe('seeds that once broke something', () => {
  for (const { command, found } of SEEDS) {
    it(`can be run again: ${command} (${found})`, () => {
      const options = readOptions(command.split(' '));
      assert.ok(options);
      const { deeds, strikes } = makePlan(options);
      assert.ok(deeds.length > options.jobs && strikes.length > 0);
    });
  }
});
