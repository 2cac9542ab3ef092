// test/setup/settings.test.ts — what .env.example says is what config.ts does.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigError, readConfig, settingNames } from '../../config.ts';
import { configurationText } from '../../local/configuration-text.ts';
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

describe('docs/configuration.md', () => {
  it('is what `npm run configuration` writes', () => {
    const page = readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8');
    const text = configurationText();
    const differs = text.split('\n').find((line, at) => page.split('\n')[at] !== line);
    assert.equal(differs, undefined);
    assert.equal(page.length, text.length);
    for (const name of settingNames) assert.ok(text.includes(`| \`${name}\` |`), name);
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

describe('the settings of Temporal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gas-settings-'));
  after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const KEY = randomBytes(32).toString('base64');
  const OTHER = randomBytes(32).toString('base64');

  it('connect plainly unless told, with TLS where an API key or a certificate is given', () => {
    assert.equal(readConfig({}).temporal.tls, undefined);
    assert.deepEqual(readConfig({ TEMPORAL_TLS: 'true' }).temporal.tls, {});
    const cloud = readConfig({ TEMPORAL_API_KEY_FILE: file('api-key', 'the-key\n') }).temporal;
    assert.deepEqual([cloud.apiKey, cloud.tls], ['the-key', {}]);
    const { tls } = readConfig({
      TEMPORAL_TLS_SERVER_NAME: 'temporal.test',
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: file('ca.pem', 'ca'),
      TEMPORAL_TLS_CLIENT_CERT_PATH: file('client.pem', 'crt'),
      TEMPORAL_TLS_CLIENT_KEY_PATH: file('client.key', 'key'),
    }).temporal;
    assert.deepEqual(tls, {
      serverNameOverride: 'temporal.test',
      serverRootCACertificate: Buffer.from('ca'),
      clientCertPair: { crt: Buffer.from('crt'), key: Buffer.from('key') },
    });
  });

  it('take the keys of the codec from a setting or a file, the first to encrypt', () => {
    const text = `new:${KEY}, old:${OTHER}`;
    for (const setting of [{ GAS_CODEC_KEYS: text }, { GAS_CODEC_KEYS_FILE: file('keys', `${text}\n`) }]) {
      const { codecKeys } = readConfig(setting).temporal;
      assert.deepEqual(
        codecKeys.map(({ id, key }) => [id, key.toString('base64')]),
        [
          ['new', KEY],
          ['old', OTHER],
        ],
      );
    }
    assert.deepEqual(readConfig({}).temporal.codecKeys, []);
  });

  for (const [what, settings, words] of [
    [
      'a file that is not there',
      { TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nowhere/ca.pem' },
      /ca\.pem": the file cannot be read \(ENOENT\)/,
    ],
    [
      'an empty secret',
      { TEMPORAL_API_KEY_FILE: '/dev/null' },
      /TEMPORAL_API_KEY_FILE = "\/dev\/null": the file is empty/,
    ],
    ['a certificate without its key', { TEMPORAL_TLS_CLIENT_CERT_PATH: '/dev/null' }, /a certificate needs its key/],
    [
      'a secret that is given twice',
      { TEMPORAL_API_KEY: 'a', TEMPORAL_API_KEY_FILE: '/etc/hostname' },
      /set one of them/,
    ],
    [
      'an API key in the clear',
      { TEMPORAL_API_KEY: 'a', TEMPORAL_TLS: 'false' },
      /TEMPORAL_TLS: must not be false with an API key/,
    ],
    ['a short key', { GAS_CODEC_KEYS: 'id:c2hvcnQ=' }, /GAS_CODEC_KEYS = \(not shown\): must be id:key/],
    ['a key without a name', { GAS_CODEC_KEYS: KEY }, /GAS_CODEC_KEYS = \(not shown\): must be id:key/],
    ['two keys of one name', { GAS_CODEC_KEYS: `a:${KEY},a:${OTHER}` }, /names a key twice/],
    ['tokens of anybody', { GAS_CODEC_ISSUER: 'https://issuer.test' }, /GAS_CODEC_OPERATORS: set all of them, or none/],
    [
      'operators who are none',
      { GAS_CODEC_ISSUER: 'https://issuer.test', GAS_CODEC_AUDIENCE: 'a', GAS_CODEC_OPERATORS: ',' },
      /GAS_CODEC_OPERATORS = ",": names nobody/,
    ],
    [
      'a secret that can be guessed',
      { GAS_CODEC_SECRET: 'hunter2' },
      /GAS_CODEC_SECRET = \(not shown\): must be 32 characters/,
    ],
  ] as const) {
    it(`refuse ${what}`, () => {
      const mistakes = mistakesOf(settings);
      assert.equal(mistakes.length, 1, mistakes.join('\n'));
      assert.match(mistakes[0]!, words);
    });
  }
});

/** The lines that name what is wrong. */
function mistakesOf(environment: Readonly<Record<string, string>>): string[] {
  try {
    readConfig(environment);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message.split('\n').slice(1);
  }
  throw new assert.AssertionError({ message: 'No mistake was found.' });
}
