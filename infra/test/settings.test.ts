import assert from 'node:assert/strict';
import { parseDeployment } from '../settings.ts';
import { example } from './templates.ts';

const WRONG: [string, Record<string, unknown>, RegExp][] = [
  ['an account that is none', { account: '12' }, /account: must be the 12 digits/],
  ['an archive that there is not', { archive: 'tape' }, /archive: /],
  ['a name that no bucket may have', { name: 'Gas_1' }, /name: must be/],
  ['fewer at most than at least', { least: 4, most: 3 }, /least: must not be more/],
];

describe('the context of a deployment', () => {
  it('is the example, with its defaults', () => {
    const { least, most, archive } = parseDeployment(example);
    assert.deepEqual([least, most, archive], [2, 10, 's3-glacier']);
  });

  for (const [what, over, message] of WRONG)
    it(`is refused with a sentence for ${what}`, () => {
      assert.throws(() => parseDeployment({ ...example, ...over }), message);
    });

  it('names everything that is missing at once', () => {
    assert.throws(() => parseDeployment({}), /account[^]*region[^]*domain[^]*temporalAddress/);
  });
});
