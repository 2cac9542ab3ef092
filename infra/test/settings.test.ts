import assert from 'node:assert/strict';
import { secretsFor, secretsOf } from '../data/readers.ts';
import { namesOf } from '../environment.ts';
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

  it('has secrets for Temporal where that takes a key, and for Stripe where Premium has a price', () => {
    const plain = secretsOf(parseDeployment({ ...example, temporalAccess: 'none' }));
    assert.deepEqual(plain, ['OIDC_CLIENT_SECRET', 'GAS_NOTICE_SECRET', 'GAS_CODEC_KEYS']);
    const paid = parseDeployment({ ...example, settings: { GAS_STRIPE_PRICE: 'price_1' } });
    assert.ok(secretsFor('web', paid).includes('GAS_STRIPE_SECRET_KEY'));
    assert.ok(!secretsFor('bridge', paid).includes('GAS_STRIPE_SECRET_KEY'));
    assert.equal(namesOf(paid).queues.thaws, 'gas-thaws');
  });

  it('names everything that is missing at once', () => {
    assert.throws(() => parseDeployment({}), /account[^]*region[^]*domain[^]*temporalAddress/);
  });
});
