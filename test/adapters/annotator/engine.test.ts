// test/adapters/annotator/engine.test.ts — the engine's processes: ended as a whole, limited, their failures told apart.
import assert from 'node:assert/strict';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assertBcftools } from '../../../adapters/annotator/bcftools-version.ts';
import { runPipe } from '../../../adapters/annotator/pipe.ts';
import { DEFAULT_LIMITS } from '../../../domain/annotation.ts';
import { until } from '../../support/until.ts';
import { annotate, bcftools, examplePath, HEADER, inScratch, LHON, refusal } from './an-annotation.ts';

describe('an aborted annotation', () => {
  it('rejects with the reason and leaves no process of its groups', async () => {
    const abort = new AbortController();
    const groups: number[] = [];
    const onStarted = (started: readonly number[]): void => {
      groups.push(...started);
      abort.abort(new Error('cancelled by the user'));
    };
    await assert.rejects(annotate(manyRecords(), { signal: abort.signal, onStarted }), /cancelled by the user/);
    assert.equal(groups.length, 3);
    await noneIn(groups);
  });
  for (const [what, body] of [
    ['a process', 'trap "" TERM; echo ready > ready; while :; do sleep 1; done'],
    ['what a process has started', '(trap "" TERM; echo ready > ready; while :; do sleep 1; done) & wait'],
  ] as const) {
    it(`ends ${what} that ignores SIGTERM`, async () => {
      const abort = new AbortController();
      const groups: number[] = [];
      await inScratch(async (folder) => {
        const pipe = runPipe([{ name: 'deaf', args: [] }], {
          engine: [await aScript(folder, body)],
          folder,
          signal: abort.signal,
          limits: DEFAULT_LIMITS,
          onStarted: (started) => groups.push(...started),
        });
        await until(async () => (await readdir(folder)).includes('ready'));
        abort.abort(new Error('cancelled'));
        await assert.rejects(pipe, /cancelled/);
        await noneIn(groups);
      });
    });
  }

  it('starts nothing if it was aborted before', async () => {
    await assert.rejects(
      annotate(HEADER + LHON, { signal: AbortSignal.abort(new Error('too late')), onStarted: nothing }),
      /too late/,
    );
  });
});

describe('an engine that fails', () => {
  it('is an error, not a refusal, when it crashes', async () => {
    await withEngine('if [ "$1" = csq ]; then kill -SEGV $$; fi; cat > /dev/null', async (engine) => {
      await assert.rejects(
        annotate(HEADER + LHON, { bcftools: [engine] }),
        /engine \(bcftools csq\) was ended by SIGSEGV/,
      );
    });
  });
  it('is a refusal that names the limit when it meets one', async () => {
    const memory = { memoryBytes: 24 * 1024 * 1024 };
    assert.match(await refusal(HEADER + LHON, { limits: memory }), /more memory than .*memoryBytes: 25,165,824/);
    const room = { fileBytes: 4096 };
    assert.match(
      await refusal(await readFile(examplePath), { limits: room }),
      /more room for files .*fileBytes: 4,096/,
    );
    const time = { cpuSeconds: 1 };
    await withEngine('if [ "$1" = csq ]; then while :; do :; done; fi; cat > /dev/null', async (engine) => {
      assert.match(await refusal(HEADER + LHON, { bcftools: [engine], limits: time }), /cpuSeconds: 1/);
    });
  });
  it('is an error worth another try where the disk is full', async () => {
    await withEngine('cat > /dev/null; echo "write: No space left on device" >&2; exit 1', async (engine) => {
      await assert.rejects(annotate(HEADER + LHON, { bcftools: [engine] }), /No space left on device/);
    });
  });
  it('is an error when it is not there', async () => {
    await assert.rejects(
      annotate(HEADER + LHON, { bcftools: ['/nowhere/bcftools'] }),
      /bcftools does not run: \/nowhere\/bcftools/,
    );
  });
  it('sees a clean environment and fixed file names only', async () => {
    await withEngine('{ env; echo "$@"; pwd; } > "$(dirname "$0")/seen"; cat > /dev/null; exit 3', async (engine) => {
      const message = await refusal(HEADER + LHON, { bcftools: [engine] });
      assert.match(message, /bcftools \w+\) ended with code 3.*The same would happen again/);
      const seen = await readFile(join(dirname(engine), 'seen'), 'utf8');
      const names = seen.split('\n').flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? []);
      assert.deepEqual(
        names.filter((name) => !/^(PATH|TMPDIR|LC_ALL|PWD|OLDPWD|SHLVL|_|BCFTOOLS_LIMITS|PYTHON\w+)$/.test(name)),
        [],
      );
      assert.doesNotMatch(seen, /\/input\b/);
    });
  });
});

describe('the version of bcftools', () => {
  it('is accepted from 1.24 on', async () => {
    assert.match(await assertBcftools(bcftools), /^1\.(2[4-9]|[3-9]\d)/);
  });
  it('is refused below, in one sentence', async () => {
    await withEngine(
      'true',
      async (engine) => {
        await assert.rejects(
          assertBcftools([engine]),
          /^Error: bcftools 1\.16 \(.*\) is too old: 1\.24 or newer is needed/,
        );
      },
      '1.16',
    );
  });
  it('is refused for a program that is something else', async () => {
    await assert.rejects(assertBcftools(['/bin/echo']), /is not bcftools/);
  });
});

describe('progress', () => {
  it('tells the records read, up to all of them', async () => {
    const told: number[] = [];
    await annotate(await readFile(examplePath), { onProgress: (records) => told.push(records) });
    assert.equal(Math.max(...told), 3576);
  });
});

const nothing = (): never => assert.fail('a process was started');

const manyRecords = (): string => {
  const rows = Array.from({ length: 16_000 }, (_, at) => `chrM\t${at + 1}\t.\tN\t<DEL>\t.\t.\t.\n`);
  return HEADER + rows.flatMap((row) => [row, row, row, row]).join('');
};

/** Process ids that still live in these groups, from /proc; zombies count as ended. */
/** A killed process takes a moment to leave the table. */
async function noneIn(groups: readonly number[]): Promise<void> {
  await until(async () => (await aliveIn(groups)).length === 0);
}

async function aliveIn(groups: readonly number[]): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const alive = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return state && state !== 'Z' && groups.includes(Number(group)) ? [Number(pid)] : [];
    }),
  );
  return alive.flat();
}

async function aScript(folder: string, body: string): Promise<string> {
  const path = join(folder, 'engine.sh');
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, 0o700);
  return path;
}

/** A program that claims a version of bcftools and else does `body`. */
function withEngine(body: string, use: (engine: string) => Promise<void>, version = '1.24'): Promise<void> {
  return inScratch(async (folder) =>
    use(await aScript(folder, `if [ "$1" = --version ]; then echo "bcftools ${version}"; exit; fi\n${body}`)),
  );
}
