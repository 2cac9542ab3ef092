// test/setup/settings.test.ts — what .env.example says is what config.ts does.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigError, readConfig, settingNames } from '../../config.ts';
import { ROOT } from '../../local/environment.ts';

const example = readFileSync(join(ROOT, '.env.example'), 'utf8');

describe('.env.example', () => {
  it('names every setting, in the order of config.ts, and nothing else', () => {
    const names = [...example.matchAll(/^([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
    assert.deepEqual(names, settingNames);
  });

  it('gives the defaults', () => {
    assert.deepEqual(readConfig(parseEnv(example)), readConfig({}));
  });
});

describe('readConfig', () => {
  it('reports all mistakes at once, each with its name and value', () => {
    const mistakes = mistakesOf({
      GAS_GRACE_PERIOD: '5 minutes',
      GAS_WEB_PORT: '70000',
      OIDC_ISSUER: 'auth.globus.org',
    });
    assert.equal(mistakes.length, 3);
    assert.match(mistakes[0]!, /GAS_GRACE_PERIOD = "5 minutes": must be a duration/);
    assert.match(mistakes[1]!, /GAS_WEB_PORT = "70000"/);
    assert.match(mistakes[2]!, /OIDC_ISSUER = "auth.globus.org": must be an http or https address/);
  });

  it('refuses an account, a mail target and a worker role that are none', () => {
    const names = mistakesOf({ AWS_ACCOUNT_ID: '12', GAS_MAIL: 'postbox', GAS_WORKER_ROLES: 'workflows,cook' });
    assert.deepEqual(
      names.map((line) => line.trim().split(' ')[0]),
      ['AWS_ACCOUNT_ID', 'GAS_WORKER_ROLES', 'GAS_MAIL'],
    );
  });

  it('refuses the public default secret with a provider elsewhere, and shows no secret', () => {
    assert.match(mistakesOf({ OIDC_ISSUER: 'https://auth.globus.org' })[0]!, /OIDC_CLIENT_SECRET: must be set/);
    assert.match(mistakesOf({ GAS_MAIL: 'smpt://me:hunter2@host' })[0]!, /GAS_MAIL = \(not shown\)/);
    const { identity } = readConfig({
      OIDC_ISSUER: 'https://auth.globus.org',
      OIDC_CLIENT_SECRET: 'from the store',
      GAS_NOTICE_SECRET: 'from the store, too',
    });
    assert.equal(identity.clientSecret, 'from the store');
  });

  it('counts money in millionths of a dollar, and caps nothing unless told', () => {
    assert.deepEqual(readConfig({}).rules.retrievalCaps, {});
    const capped = readConfig({ GAS_RETRIEVAL_DAILY_BYTES: '5000000000', GAS_RETRIEVAL_DAILY_COST: '1.255' });
    assert.deepEqual(capped.rules.retrievalCaps, { bytes: 5_000_000_000, microdollars: 1_255_000 });
    assert.match(mistakesOf({ GAS_RETRIEVAL_DAILY_COST: 'ten' })[0]!, /must be an amount in US dollars/);
  });

  it('knows two archives and refuses a third; the one in use is always there', () => {
    assert.deepEqual(readConfig({}).archive.stores, ['glacier-vault', 's3-glacier']);
    const { store, stores } = readConfig({ GAS_ARCHIVE: 's3-glacier', GAS_ARCHIVES: 's3-glacier' }).archive;
    assert.deepEqual([store, stores], ['s3-glacier', ['s3-glacier']]);
    const one = readConfig({ GAS_ARCHIVE: 's3-glacier', GAS_ARCHIVES: 'glacier-vault' });
    assert.deepEqual(one.archive.stores, ['s3-glacier', 'glacier-vault']);
    const wrong = { GAS_ARCHIVE: 'tape', GAS_ARCHIVES: 'tape', GAS_ARCHIVE_CLASS: 'STANDARD' };
    assert.equal(mistakesOf(wrong).length, 3);
  });

  it('takes limits of an annotation by name, and no others', () => {
    const { limits } = readConfig({ GAS_ANNOTATION_LIMITS: 'records=5, samples=7' }).annotator;
    assert.deepEqual(limits, { records: 5, samples: 7, timeMs: 1_800_000 });
    assert.throws(() => readConfig({ GAS_ANNOTATION_LIMITS: 'lines=5' }), /lines=5 is not one of inflatedBytes, /);
  });
  it('takes an empty value for unset', () => {
    assert.equal(readConfig({ GAS_WEB_PORT: '' }).web.port, 5080);
  });

  it('resolves the paths of a program and leaves a bare name alone', () => {
    const { bcftools } = readConfig({ GAS_BCFTOOLS: 'python3 tools/bcftools.py' }).annotator;
    assert.deepEqual(bcftools, ['python3', join(process.cwd(), 'tools/bcftools.py')]);
  });
});

/** The lines that name what is wrong. */
function mistakesOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message.split('\n').slice(1);
  }
  throw new assert.AssertionError({ message: 'No mistake was found.' });
}
