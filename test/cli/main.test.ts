// test/cli/main.test.ts — the command line as a process: quick help, and one sentence where nothing can be reached.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const NOWHERE = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_ENDPOINT_URL_GLACIER: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'nobody',
  AWS_SECRET_ACCESS_KEY: 'nothing',
  AWS_MAX_ATTEMPTS: '1',
  TEMPORAL_ADDRESS: '127.0.0.1:1',
};

async function gas(words: readonly string[], settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['cli/main.ts', ...words], { env: { ...NOWHERE, ...settings } });
  const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out, said, code: code as number };
}

describe('the gas process', () => {
  it('lists its commands without looking for the service', async () => {
    const { code, out } = await gas(['--help'], { GAS_WEB_PORT: 'not a port' });
    assert.equal(code, 0);
    assert.match(out, /inspect \[options\] <job_id>/);
  });

  it('says in one sentence that AWS cannot be reached', async () => {
    const { code, out, said } = await gas(['audit', 'ann']);
    assert.deepEqual([code, out], [1, '']);
    assert.match(said, /^AWS cannot be reached: .*\n$/);
  });

  it('names the settings that need mending', async () => {
    const { code, said } = await gas(['audit', 'ann'], { GAS_WEB_PORT: 'not a port' });
    assert.equal(code, 1);
    assert.match(said, /GAS_WEB_PORT = "not a port": must be a port number/);
  });

  it('refuses words that it does not know', async () => {
    const { code, said } = await gas(['obliterate']);
    assert.equal(code, 1);
    assert.match(said, /unknown command 'obliterate'/);
  });
});
