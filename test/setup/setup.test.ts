// test/setup/setup.test.ts — set-up on a small project: real npm, real Python, real signals.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { until } from '../support/until.ts';
import { aProject, endOf } from './a-project.ts';

describe('setup.mjs', () => {
  let project: Awaited<ReturnType<typeof aProject>>;
  before(async function () {
    this.timeout(60_000);
    project = await aProject();
    const { code, stderr } = await project.run(['--version']);
    assert.equal(code, 0, stderr);
  });
  after(() => project.remove());
  const running = () => join(project.folder, '.local/setup/running');

  it('starts the command with the locked Node, which comes first on PATH', async () => {
    const script = 'console.log(process.version, process.env.PATH.split(":")[0])';
    const [version, first] = (await project.run(['-e', script])).stdout.trim().split(' ');
    assert.equal(version, process.version);
    assert.match(first!, /\/node_modules\/node-[a-z0-9-]+\/bin$/);
  });

  it('says and makes nothing when nothing has changed', async () => {
    const stamps = ['node_modules/.set-up', '.local/venv/.set-up'].map((path) => join(project.folder, path));
    const before = await Promise.all(stamps.map(async (path) => (await stat(path)).mtimeMs));
    const { code, stderr } = await project.run(['-e', '0']);
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(await Promise.all(stamps.map(async (path) => (await stat(path)).mtimeMs)), before);
  });

  it('passes on the exit code of the command', async () => {
    assert.equal((await project.run(['-e', 'process.exit(7)'])).code, 7);
  });

  it('ends by the signal that ended the command', async () => {
    const { signal } = await project.run(['-e', 'process.kill(process.pid, "SIGKILL")']);
    assert.equal(signal, 'SIGKILL');
  });

  it('hands a signal to the command once and waits for its end', async () => {
    const script = `
      let count = 0;
      process.on('SIGTERM', () => { count += 1; setTimeout(() => { console.log(count); process.exit(3); }, 100); });
      setInterval(() => {}, 1000);
      console.log('up');`;
    const child = project.start(['-e', script]);
    const ended = endOf(child);
    await once(child.stdout!, 'data');
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    assert.deepEqual([code, stdout], [3, 'up\n1\n']);
  });

  it('names a command that does not exist', async () => {
    const { code, stderr } = await project.run(['no-such-program']);
    assert.deepEqual([code, stderr], [1, 'no-such-program is neither a script nor a program of node_modules/.bin.\n']);
  });

  it('gives the settings of .env to the command', async () => {
    await writeFile(join(project.folder, '.env'), 'GAS_VAULT=from-the-file\n');
    const { stdout } = await project.run(['-p', 'process.env.GAS_VAULT']);
    assert.equal(stdout, 'from-the-file\n');
  });

  it('finishes what a killed set-up has left', async () => {
    await writeFile(join(project.folder, '.npmrc'), `; changed at ${Date.now()}\n`);
    const killed = project.start(['--version']);
    const ended = endOf(killed);
    await until(async () => (await readdir(running()).catch(() => [])).length > 0);
    killed.kill('SIGKILL');
    await ended;
    assert.equal(existsSync(join(project.folder, 'node_modules/.set-up')), false);

    const { code, stdout, stderr } = await project.run(['-p', '1 + 1']);
    assert.deepEqual([code, stdout], [0, '2\n'], stderr);
    assert.match(await readFile(join(project.folder, 'node_modules/.set-up'), 'utf8'), /^[0-9a-f]{64}$/);
    assert.deepEqual(await readdir(running()), []);
  });

  it('lets a second set-up wait for the first', async () => {
    await writeFile(join(project.folder, '.npmrc'), `; changed once more at ${Date.now()}\n`);
    const both = await Promise.all([project.run(['-p', '"one"']), project.run(['-p', '"two"'])]);
    assert.deepEqual(
      both.map(({ code, stdout }) => [code, stdout]),
      [
        [0, 'one\n'],
        [0, 'two\n'],
      ],
    );
  });
});

describe('setup.mjs on a machine without Python', () => {
  let project: Awaited<ReturnType<typeof aProject>>;
  before(async () => (project = await aProject()));
  after(() => project.remove());

  it('says in one sentence that Python is missing', async () => {
    const bin = join(project.folder, 'bin');
    await mkdir(bin);
    await symlink(process.execPath, join(bin, 'node'));
    const { code, stderr } = await project.run(['--version'], { PATH: bin, GAS_PYTHON: '' });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^Python 3\.11 to 3\.14 is needed and none is on PATH: install one, or name it in GAS_PYTHON\.$/m,
    );
    assert.doesNotMatch(stderr, /\n\s+at /);
  });
});
