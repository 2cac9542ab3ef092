// test/cli/users/users.test.ts — `gas submit`, `gas list` and `gas get` against the API, over real HTTP.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { treeHasher } from '../../../domain/tree-hash.ts';
import { TemporalAway } from '../../../temporal/errors.ts';
import { type AWeb, aWeb } from '../../web/support/a-web.ts';
import type { Browser } from '../../web/support/browser.ts';
import { type AStorage, aStorage } from '../support/a-storage.ts';
import { gasOver } from '../support/gas.ts';

const VCF = '##fileformat=VCFv4.2\n#CHROM\n';

describe('the command line of a user', () => {
  let web: AWeb;
  let storage: AStorage;
  let folder: string;
  let ann: Browser & { userId: string };
  let token: string;
  before(async () => {
    storage = await aStorage();
    web = await aWeb({}, { storageAt: storage.origin });
    storage.onUpload = (name, text) => web.put({ bucket: 'inputs', key: name.slice('inputs/'.length) }, text);
    folder = await mkdtemp(join(tmpdir(), 'gas-cli-'));
  });
  beforeEach(async () => {
    storage.mood = 'well';
    ann = await web.signedIn();
    token = await tokenOf('write');
  });
  after(async () => {
    await web.stop();
    await storage.stop();
    await rm(folder, { recursive: true });
  });

  const tokenOf = async (scope: string): Promise<string> =>
    (await ann.post('/api/tokens', { name: scope, scopes: ['read', scope] })).json.token;
  type Place = NonNullable<Parameters<typeof gasOver>[1]>;
  const over = (place: Place = {}) =>
    gasOver(
      () => {
        throw new Error('This is no operator.');
      },
      { address: { url: web.url, token }, ...place },
    );
  const gas = (...words: string[]) => over()(...words);
  async function aFile(text: string, name = `${randomUUID()}.vcf`): Promise<string> {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  }
  /** A completed job of Ann's, whose result is in the storage. */
  function aResult(text = 'the result', fields: Parameters<AWeb['row']>[0] = {}) {
    const key = `gas/${ann.userId}/${randomUUID()}~sample.annot.vcf.gz`;
    storage.files.set(`results/${key}`, text);
    const hasher = treeHasher(() => createHash('sha256'));
    hasher.update(Buffer.from(text));
    const result = { bucket: 'results', key, bytes: text.length, treeHash: hasher.digest() };
    return web.row({ userId: ann.userId, status: 'COMPLETED', hotKey: key, result, ...fields });
  }

  describe('submits a file', () => {
    it('to the storage and then as a job, and prints nothing but its id', async () => {
      const { code, out, said } = await gas('submit', await aFile(VCF, 'my sample.vcf'), '--name', 'first');
      assert.deepEqual([code, said], [0, '']);
      const { json } = await ann.get(`/api/jobs/${out}`);
      assert.deepEqual([json.name, json.file_name, json.status], ['first', 'my sample.vcf', 'PENDING']);
      assert.equal(storage.files.get(`inputs/gas/${ann.userId}/${out}~my sample.vcf`), VCF);
      assert.deepEqual(storage.authorizations, []);
    });

    it('with the genome that it is told', async () => {
      await gas('submit', await aFile(VCF), '--genome', 'toy');
      assert.equal(web.starters.submitted.at(-1)!.genome, 'toy');
      assert.match(
        (await gas('submit', await aFile(VCF), '--genome', 'none')).said,
        /^This genome is not known here\./,
      );
    });

    for (const [status, failure, expected] of [
      ['COMPLETED', undefined, [0, /^job .*records +7/s]],
      ['FAILED', 'Line 4: no.', [2, /^job \S+ failed: Line 4: no\.$/]],
      ['CANCELLED', undefined, [2, /^job \S+ cancelled\.$/]],
    ] as const) {
      it(`and waits until it is ${status}`, async () => {
        const pause = async () => {
          const { jobId } = web.starters.submitted.at(-1)!;
          const { treeHash: _, ...result } = { bucket: 'results', key: 'k', records: 7, treeHash: '' };
          const row = web.rows.get(jobId)!;
          web.rows.set(jobId, { ...row, status, version: row.version + 1, result, ...(failure && { failure }) });
        };
        const { code, out, said } = await over({ pause })('submit', await aFile(VCF), '--wait');
        assert.equal(code, expected[0]);
        assert.match(out, expected[1]);
        assert.match(said, new RegExp(`: PENDING.*: ${status}$`));
      });
    }

    it('and goes on waiting while the service is away for a moment', async () => {
      web.starters.worker = 'away';
      let pauses = 0;
      const pause = async () => {
        pauses += 1;
        web.starters.temporal = pauses === 1 ? new TemporalAway('Temporal is away.') : 'up';
        const { jobId } = web.starters.submitted.at(-1)!;
        if (pauses === 2) web.row({ jobId, userId: ann.userId, status: 'COMPLETED' });
      };
      const { code, json } = await over({ pause })('submit', await aFile(VCF), '--wait', '--json');
      web.starters.worker = 'records';
      assert.deepEqual([code, json.status, pauses], [0, 'COMPLETED', 2]);
    });
  });

  describe('lists jobs', () => {
    it('newest first, of one status, over as many pages as it takes', async () => {
      for (let at = 1; at <= 3; at += 1) {
        web.row({ userId: ann.userId, status: 'FAILED', submittedAt: at * 1000, name: `job ${at}` });
      }
      web.row({ userId: ann.userId, status: 'RUNNING', submittedAt: 9000 });
      const { json } = await gas('list', '--status', 'FAILED', '--limit', '2', '--json');
      assert.deepEqual(
        json.jobs.map(({ name }: { name: string }) => name),
        ['job 3', 'job 2'],
      );
      assert.equal((await gas('list')).out.split('\n').length, 4);
      assert.equal((await gas('list', '--status', 'PENDING')).out, 'There are no jobs of this kind.');
    });

    it('without letting a name write to the terminal', async () => {
      web.row({ userId: ann.userId, name: 'red \u001b[31m alert\u202E' });
      assert.match((await gas('list')).out, /red \uFFFD\[31m alert\uFFFD/);
    });
  });

  describe('gets', () => {
    it('a job, in words', async () => {
      const { jobId } = aResult();
      const { out } = await gas('get', jobId);
      assert.match(out, /status +COMPLETED/);
      assert.match(out, /result +result ready/);
    });

    it('the result, checked against its tree hash, where it was told to put it', async () => {
      const path = join(folder, 'mine.vcf.gz');
      const { code, out } = await gas('get', aResult().jobId, '--result', '-o', path);
      assert.deepEqual([code, out], [0, `${path}: 10 bytes`]);
      assert.equal(await readFile(path, 'utf8'), 'the result');
      assert.deepEqual(storage.authorizations, []);
    });

    it('the log, on the terminal or in a file', async () => {
      const log = { bucket: 'results', key: `${randomUUID()}.log` };
      await web.put(log, 'missense 3\n');
      const { jobId } = aResult('', { log });
      assert.equal((await gas('get', jobId, '--log')).out, 'missense 3');
      await gas('get', jobId, '--log', '-o', join(folder, 'log'));
      assert.equal(await readFile(join(folder, 'log'), 'utf8'), 'missense 3\n');
    });

    it('the input', async () => {
      const job = web.row({ userId: ann.userId });
      await web.put(job.input, VCF);
      storage.files.set(`inputs/${job.input.key}`, VCF);
      assert.equal((await gas('get', job.jobId, '--input', '-o', join(folder, 'in'))).code, 0);
      assert.equal(await readFile(join(folder, 'in'), 'utf8'), VCF);
    });

    for (const [what, mood, treeHash, reason] of [
      ['breaks off', 'breaks off', undefined, /^The download broke off: try again\.$/],
      ['is not the result', 'well', 'ab'.repeat(32), /tree hash differs/],
    ] as const) {
      it(`nothing, and keeps what was there, where a download ${what}`, async () => {
        const into = await mkdtemp(join(folder, 'into-'));
        await writeFile(join(into, 'out'), 'before');
        const job = aResult();
        if (treeHash) web.rows.set(job.jobId, { ...job, result: { ...job.result!, treeHash } });
        storage.mood = mood;
        const { code, said } = await gas('get', job.jobId, '--result', '-o', join(into, 'out'));
        assert.equal(code, 1);
        assert.match(said, reason);
        assert.deepEqual(await readdir(into), ['out']);
        assert.equal(await readFile(join(into, 'out'), 'utf8'), 'before');
      });
    }
  });

  describe('says in one line what to do', () => {
    const lines: Record<string, [work: () => Promise<{ code: number; said: string }>, line: RegExp]> = {
      'without a token': [
        () => over({ address: { url: web.url } })('list'),
        /^There is no token: make one at http:\S+\/profile and set GAS_TOKEN to it\.$/,
      ],
      'with a token that is none': [
        () => over({ address: { url: web.url, token: `gas_${'x'.repeat(43)}` } })('list'),
        /^This token is not known.* Make a new one at \S+\/profile and set GAS_TOKEN to it\.$/,
      ],
      'with a token that only reads': [
        async () => over({ address: { url: web.url, token: await tokenOf('read') } })('submit', await aFile(VCF)),
        /^This token does not allow that\. Make one with the scope `write` at /,
      ],
      'with a file that is too large': [
        async () => gas('submit', await aFile('x'.repeat(1001))),
        /^This file is larger than the 1,000 bytes of the free plan\..* See http:\S+\/plan\.$/,
      ],
      'with a file that is not there': [
        () => gas('submit', join(folder, 'none.vcf')),
        /none\.vcf: there is no such file or folder\.$/,
      ],
      'with an empty file': [async () => gas('submit', await aFile('')), /is empty\.$/],
      'with a folder': [() => gas('submit', folder), /is not a file\.$/],
      'where the storage refuses': [
        async () => {
          storage.mood = 'refuses';
          return gas('submit', await aFile(VCF));
        },
        /^The storage refuses the upload: Policy expired\.$/,
      ],
      'where the upload breaks off': [
        async () => {
          storage.mood = 'breaks off';
          return gas('submit', await aFile(VCF));
        },
        /^The upload to \S+ broke off \(\w+\): submit it again\.$/,
      ],
      'for a job that there is not': [() => gas('get', randomUUID()), /^This job is not known\.$/],
      'for the job of another': [
        () => gas('get', web.row({ userId: 'ben' }).jobId, '--result'),
        /^You are not authorized to view this job\.$/,
      ],
      'for a result that is not there yet': [
        () => gas('get', web.row({ userId: ann.userId, status: 'RUNNING' }).jobId, '--result'),
        /^This job has no result yet\.$/,
      ],
      'where a folder to save in is not there': [
        () => gas('get', aResult().jobId, '--result', '-o', join(folder, 'nowhere', 'out')),
        /out: there is no such file or folder\.$/,
      ],
      'where the service is away': [
        () => over({ address: { url: 'http://127.0.0.1:1', token } })('list'),
        /^http:\/\/127\.0\.0\.1:1 cannot be reached: see GAS_URL, or run `npm start`\.$/,
      ],
      'where something else answers': [
        () => over({ address: { url: storage.origin, token } })('list'),
        /^http:\S+ answers 404, not as this service does: see GAS_URL\.$/,
      ],
    };
    for (const [when, [work, line]] of Object.entries(lines)) {
      it(when, async () => {
        const { code, said } = await work();
        assert.equal(code, 1);
        assert.match(said, line);
      });
    }

    it('and as JSON, with an id', async () => {
      const { json } = await over({ address: { url: web.url } })('list', '--json');
      assert.equal(json.error.id, 'no-token');
    });
  });
});
