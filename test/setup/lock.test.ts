// test/setup/lock.test.ts — the lock of set-up and stack.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock, waitForLock } from '../../local/setup/lock.mjs';
import { ROOT } from '../../local/environment.ts';

describe('takeLock', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gas-lock-'));
    file = join(folder, 'deep', 'lock');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('names the holder and its note while the lock is taken', () => {
    const { release } = takeLock(file, 'the address');
    const { holder } = takeLock(file);
    assert.deepEqual([holder?.pid, holder?.note], [process.pid, 'the address']);
    release?.();
    assert.ok(takeLock(file).release);
  });

  it('takes over from a holder that was killed', async () => {
    await takeLockElsewhere(file);
    assert.equal(existsSync(file), true);
    assert.ok(takeLock(file).release);
  });

  it('takes over from a process whose number was given to another one', async () => {
    takeLock(file).release?.();
    await writeFile(file, JSON.stringify({ pid: process.pid, start: 'long ago', note: '' }));
    assert.ok(takeLock(file).release);
  });

  it('takes over a lock that was cut off while it was written', async () => {
    takeLock(file).release?.();
    await writeFile(file, '{"pid":');
    assert.ok(takeLock(file).release);
  });

  it('waits for the holder', async () => {
    const first = takeLock(file);
    const told: number[] = [];
    const second = waitForLock(file, ({ pid }) => {
      told.push(pid);
      first.release?.();
    });
    (await second)();
    assert.deepEqual(told, [process.pid]);
    assert.equal(existsSync(file), false);
  });
});

/** A process takes the lock and is killed. */
async function takeLockElsewhere(file: string): Promise<void> {
  const script = `
    import { takeLock } from ${JSON.stringify(join(ROOT, 'local/setup/lock.mjs'))};
    takeLock(${JSON.stringify(file)});
    process.kill(process.pid, 'SIGKILL');`;
  await once(spawn(process.execPath, ['--input-type=module', '-e', script]), 'exit');
}
