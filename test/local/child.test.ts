// test/local/child.test.ts — supervised programs: real ones, small, in Node.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentWith } from '../../config.ts';
import { child, type Child, type Program } from '../../local/child.ts';
import { ROOT } from '../../local/environment.ts';
import { isRunning, recordGroup, startOf, stopRecorded } from '../../local/setup/processes.mjs';
import { until } from '../support/until.ts';

const alive = (pid: number) => startOf(pid) !== undefined;

describe('child', () => {
  let folder: string;
  let troubles: string[];
  let started: Child[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gas-child-'));
    troubles = [];
    started = [];
  });
  afterEach(async () => {
    for (const one of started) await one.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  function aChild(script: string, options: Partial<Program> = {}): Child {
    const program: Program = {
      name: 'small',
      command: process.execPath,
      args: ['-e', script],
      env: environmentWith({}),
      healthy: async (printed) => (await printed()).includes('ready'),
      stopLimitMs: 5000,
      ...options,
    };
    const one = child(program, { folder, onTrouble: (message) => troubles.push(message) });
    started.push(one);
    return one;
  }

  it('is ready once it serves, and prepared', async () => {
    let prepared = false;
    const prepare = async () => void (prepared = true);
    const one = aChild('setTimeout(() => console.log("ready"), 50); setInterval(() => {}, 1000)', { prepare });
    await one.start();
    assert.deepEqual([await one.log(), prepared, alive(one.pid!)], ['ready\n', true, true]);
  });

  it('says why it did not start, with the end of its log', async () => {
    const one = aChild('console.log("no such table"); process.exit(4)');
    await assert.rejects(one.start(), /small ended before it was ready \(exit code 4\).*\nno such table$/s);
  });

  it('says that its program does not exist', async () => {
    await assert.rejects(aChild('', { command: join(folder, 'nothing') }).start(), /small can't be started: .*ENOENT/);
  });

  it('starts again when it ends unasked, and says so', async () => {
    const one = aChild('console.log("ready"); setInterval(() => {}, 1000)');
    await one.start();
    const first = one.pid!;
    process.kill(first, 'SIGKILL');
    await until(() => troubles.includes('small is back.'));
    assert.notEqual(one.pid, first);
    assert.match(troubles[0]!, /^small ended unexpectedly \(SIGKILL\); starting it again in 1 s\. Log: /);
  });

  it('stays down after a kill, until it is started', async () => {
    const one = aChild('console.log("ready"); setInterval(() => {}, 1000)');
    await one.start();
    await one.kill('SIGKILL');
    assert.equal(one.pid, undefined);
    await one.start();
    assert.deepEqual([alive(one.pid!), troubles], [true, []]);
  });

  it('ends one that ignores SIGTERM, with whatever it had started', async () => {
    const script = `
      const { spawn } = require('node:child_process');
      process.on('SIGTERM', () => {});
      console.log(spawn('sleep', ['100'], { stdio: 'ignore' }).pid, 'ready');
      setInterval(() => {}, 1000);`;
    const one = aChild(script, { stopLimitMs: 100 });
    await one.start();
    const [pid, grandchild] = [one.pid!, Number.parseInt(await one.log())];
    await one.stop();
    await until(() => !alive(grandchild));
    assert.deepEqual([alive(pid), await readdir(join(folder, 'running'))], [false, []]);
  });

  it('ends when its supervisor is killed', async () => {
    const script = `
      import { child } from ${JSON.stringify(join(ROOT, 'local/child.ts'))};
      import { startReaper } from ${JSON.stringify(join(ROOT, 'local/reaper.ts'))};
      const folder = ${JSON.stringify(folder)};
      startReaper(folder + '/running');
      const program = { name: 'small', command: 'sleep', args: ['100'], env: {}, healthy: async () => true, stopLimitMs: 1000 };
      const one = child(program, { folder, onTrouble: console.error });
      await one.start();
      console.log(one.pid);`;
    await writeFile(join(folder, 'supervisor.ts'), script);
    const supervisor = spawn(process.execPath, [join(folder, 'supervisor.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = (await once(supervisor.stdout, 'data')) as [Buffer];
    const pid = Number(printed.toString());
    assert.equal(alive(pid), true);

    supervisor.kill('SIGKILL');
    await until(() => !alive(pid));
  });
});

describe('stopRecorded', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'gas-records-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('ends the groups that were left, and forgets them', async () => {
    const left = spawn('sleep', ['100'], { detached: true, stdio: 'ignore' });
    recordGroup(folder, left.pid!);
    assert.equal(await stopRecorded(folder, 5000), 1);
    assert.deepEqual([alive(left.pid!), await readdir(folder)], [false, []]);
  });

  it('leaves a process alone that has the number of one that has gone', async () => {
    const other = spawn('sleep', ['100'], { detached: true, stdio: 'ignore' });
    const record = { pid: other.pid!, start: 'long ago' };
    await writeFile(join(folder, 'old.json'), JSON.stringify(record));
    assert.equal(await stopRecorded(folder), 0);
    assert.deepEqual([alive(other.pid!), isRunning(record)], [true, false]);
    other.kill('SIGKILL');
  });
});
