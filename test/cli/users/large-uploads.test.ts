// test/cli/users/large-uploads.test.ts — `gas submit` of a large file, over lines that break; and `gas list` as on the page.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AWeb, aWeb } from '../../web/support/a-web.ts';
import { type AStorage, aStorage } from '../support/a-storage.ts';
import { gasOver } from '../support/gas.ts';

const MIB = 1024 * 1024;
const FILE = Buffer.alloc(17 * MIB + 5, 'chrM\t3243\n');
const told = (said: string) => /--resume ([0-9a-f-]+\/\d+\/[0-9a-f-]{36})/.exec(said)![1]!;
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('the command line of a user', () => {
  let web: AWeb;
  let storage: AStorage;
  let folder: string;
  let file: string;
  let token: string;
  let parts: number[];
  let fails: (part: number) => number | undefined;
  before(async () => {
    storage = await aStorage();
    web = await aWeb(
      { limits: { freeInputBytes: 100 * MIB, premiumInputBytes: 100 * MIB } },
      { storageAt: storage.origin },
    );
    storage.onPart = async (url, body) => {
      const part = Number(new URL(url).searchParams.get('number'));
      parts.push(part);
      return fails(part) ?? web.sendPart(url, body);
    };
    folder = await mkdtemp(join(tmpdir(), 'gas-cli-'));
    file = join(folder, 'large.vcf');
  });
  beforeEach(async () => {
    await writeFile(file, FILE);
    parts = [];
    fails = () => undefined;
    const ann = await web.signedIn('ann');
    token = (await ann.post('/api/tokens', { name: 'cli', scopes: ['read', 'write'] })).json.token;
  });
  afterEach(async () => {
    const ann = await web.signedIn('ann');
    for (const { id } of (await ann.get('/api/tokens')).json.tokens)
      await ann.request(`/api/tokens/${id}`, {
        method: 'DELETE',
        headers: { origin: web.url, 'content-type': 'application/json' },
        body: '{}',
      });
  });
  after(async () => {
    await web.stop();
    await storage.stop();
    await rm(folder, { recursive: true });
  });

  const gas = (...words: string[]) =>
    gasOver(
      () => {
        throw new Error('This is no operator.');
      },
      { address: { url: web.url, token } },
    )(...words);
  const stored = (jobId: string) => web.versions.get(`inputs/gas/ann/${jobId}~large.vcf`)?.[0]?.bytes;

  it('sends a large file in parts, each again where it failed', async () => {
    const failed = new Set<number>();
    fails = (part) => (failed.has(part) ? undefined : (failed.add(part), part === 2 ? 503 : undefined));
    const { code, out } = await gas('submit', file);
    assert.equal(code, 0);
    assert.deepEqual(
      parts.toSorted((a, b) => a - b),
      [1, 2, 2, 3],
    );
    assert.equal(hash(stored(out)!), hash(FILE));
  });

  it('goes on where an upload broke off, and sends no part that is stored', async () => {
    fails = (part) => (part === 3 ? 403 : undefined);
    const broken = await gas('submit', file);
    assert.equal(broken.code, 1);
    assert.match(broken.said, /The storage did not take a part of the file \(status 403\): go on with --resume\.$/);

    parts = [];
    fails = () => undefined;
    const { code, out } = await gas('submit', file, '--resume', told(broken.said));
    assert.equal(code, 0);
    // The second was on its way beside the third, which was refused: it may have been stopped.
    assert.deepEqual([parts.includes(3), parts.includes(1)], [true, false]);
    assert.equal(hash(stored(out)!), hash(FILE));
  });

  it('submits what was uploaded and not submitted', async () => {
    void web.outage('jobs.get');
    const broken = await gas('submit', file);
    assert.equal(broken.code, 1);
    parts = [];
    const { code, out } = await gas('submit', file, '--resume', told(broken.said));
    assert.deepEqual([code, parts, web.rows.get(out)?.inputFileName], [0, [], 'large.vcf']);
  });

  it('says so where there is nothing to go on with, or the file is another one', async () => {
    const strange = `00000000-0000-4000-8000-000000000000/${8 * MIB}/x`;
    assert.match((await gas('submit', file, '--resume', strange)).said, /^This upload is over/);
    assert.match((await gas('submit', file, '--resume', 'x')).said, /^What --resume takes/);

    fails = (part) => (part === 3 ? 403 : undefined);
    const broken = await gas('submit', file);
    fails = () => undefined;
    await truncate(file, 9 * MIB);
    assert.match((await gas('submit', file, '--resume', told(broken.said))).said, /^Parts of this upload are missing/);
  });

  it('lists what was searched for, from one place, in an order, a page at a time', async () => {
    for (const name of ['Beta', 'alpha', 'alphabet'])
      web.row({ userId: 'ann', name, status: 'COMPLETED', hotKey: name, inputFileName: 'x.vcf' });
    web.row({ userId: 'ann', name: 'alpha two', status: 'FAILED', inputFileName: 'x.vcf' });
    const found = await gas('list', '--search', 'ALPHA', '--place', 'hot', '--sort', 'name', '--json');
    assert.deepEqual(
      found.json.jobs.map((job: { name: string }) => job.name),
      ['alpha', 'alphabet'],
    );

    const first = await gas('list', '--search', 'alpha', '--sort', 'name', '--limit', '1');
    const cursor = /--cursor (\S+)$/.exec(first.said)![1]!;
    const second = await gas(
      'list',
      '--search',
      'alpha',
      '--sort',
      'name',
      '--limit',
      '1',
      '--cursor',
      cursor,
      '--json',
    );
    assert.deepEqual(
      second.json.jobs.map((job: { name: string }) => job.name),
      ['alpha two'],
    );
    assert.match((await gas('list', '--place', 'moon')).said, /Allowed choices are/);
  });
});
