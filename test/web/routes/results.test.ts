// test/web/routes/results.test.ts — a result looked at in place: summary, table, bytes by range.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { JobRecord } from '../../../domain/job.ts';
import { objectKeys } from '../../../domain/job.ts';
import { type AWeb, aWeb } from '../support/a-web.ts';

const TEN = Buffer.from('0123456789');
const archive = { id: 'a', store: 'glacier-vault', bytes: 9, treeHash: 'ab'.repeat(32) } as const;
/** As results of before there were positions have it. */
const SUMMARY = {
  genome: 'GRCh38 chrM',
  input: { format: 'VCF', bytes: 9, records: 2, samples: 0 },
  records: 2,
  consequences: { missense_variant: 2 },
  impacts: { MODERATE: 2 },
  genes: { '<img src=x>': 2 },
  types: { SNV: 2 },
  transitions: 1,
  transversions: 1,
  tiTv: 1,
  tracked: {},
  samples: [],
  diseases: { total: 0, hits: [] },
  provenance: [],
  messages: [],
};

describe('a result in place', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  /** A completed job of ann with its objects. */
  async function aResult(change: Partial<JobRecord> = {}, summary: string = JSON.stringify(SUMMARY)) {
    const jobId = randomUUID();
    const keys = objectKeys('gas', { jobId, userId: 'ann', inputFileName: 'sample.vcf' });
    const ref = { bucket: 'results', key: keys.result };
    await web.put(ref, TEN);
    await web.put({ ...ref, key: keys.index }, 'index');
    await web.put({ ...ref, key: keys.table }, 'table');
    if (summary) await web.put({ ...ref, key: keys.summary }, summary);
    const { versionId } = (await web.objects.head(ref))!;
    const result = { ...ref, versionId, bytes: 10 };
    web.row({
      jobId,
      userId: 'ann',
      inputFileName: 'sample.vcf',
      status: 'COMPLETED',
      result,
      hotKey: ref.key,
      ...change,
    });
    return { path: `/api/jobs/${jobId}`, ref, versionId };
  }
  const ranged = async (path: string, headers: Record<string, string>) =>
    (await web.signedIn('ann')).request(path, { headers });

  it('is sent by range: its first bytes, its last, and from a place on', async () => {
    const { path, versionId } = await aResult();
    for (const [range, text, place] of [
      ['bytes=0-3', '0123', 'bytes 0-3/10'],
      ['bytes=-2', '89', 'bytes 8-9/10'],
      ['bytes=7-', '789', 'bytes 7-9/10'],
    ] as const) {
      const answer = await ranged(`${path}/result/data`, { range });
      assert.deepEqual([answer.status, answer.text], [206, text]);
      assert.deepEqual([answer.headers.get('content-range'), answer.headers.get('etag')], [place, `"${versionId}"`]);
      assert.equal(answer.headers.get('content-length'), String(text.length));
      assert.equal(answer.headers.get('cache-control'), 'no-store');
    }
  });

  it('is sent whole where no range is asked for', async () => {
    const { path } = await aResult();
    const answer = await ranged(`${path}/result/data`, {});
    assert.deepEqual([answer.status, answer.text, answer.headers.get('accept-ranges')], [200, '0123456789', 'bytes']);
    assert.equal(answer.headers.get('content-range'), null);
  });

  it('has no bytes past its end, and gives one range at a time', async () => {
    const { path } = await aResult();
    for (const range of ['bytes=10-', 'bytes=0-1,4-5']) {
      const answer = await ranged(`${path}/result/data`, { range });
      assert.deepEqual([answer.status, answer.json.error.id], [416, 'range-not-satisfiable']);
      assert.equal(answer.headers.get('content-range'), 'bytes */10');
    }
  });

  it('is sent by If-Range in part while it is the same, and whole once it is another', async () => {
    const { path, versionId } = await aResult();
    const same = await ranged(`${path}/result/data`, { range: 'bytes=0-0', 'if-range': `"${versionId}"` });
    assert.deepEqual([same.status, same.text], [206, '0']);
    for (const tag of ['"other"', `W/"${versionId}"`, 'Sun, 22 Nov 2026 10:00:00 GMT']) {
      const other = await ranged(`${path}/result/data`, { range: 'bytes=0-0', 'if-range': tag });
      assert.deepEqual([other.status, other.text], [200, '0123456789'], tag);
    }
  });

  it('tells its size to HEAD without a byte of it', async () => {
    const { path } = await aResult();
    const answer = await (await web.signedIn('ann')).request(`${path}/result/data`, { method: 'HEAD' });
    assert.deepEqual([answer.status, answer.text, answer.headers.get('content-length')], [200, '', '10']);
  });

  it('is the version that the row vouches for, not one that came later', async () => {
    const { path, ref } = await aResult();
    await web.put(ref, 'later, and longer than before');
    assert.equal((await ranged(`${path}/result/data`, { range: 'bytes=0-99' })).text, '0123456789');
  });

  it('is found where another system wrote the row, which knows neither size nor version', async () => {
    const jobId = randomUUID();
    const ref = { bucket: 'results', key: `gas/ann/${jobId}~x.annot.vcf.gz` };
    await web.put(ref, TEN);
    web.row({ jobId, userId: 'ann', status: 'COMPLETED', result: ref, hotKey: ref.key });
    const answer = await ranged(`/api/jobs/${jobId}/result/data`, { range: 'bytes=2-3' });
    assert.deepEqual([answer.text, answer.headers.get('content-range')], ['23', 'bytes 2-3/10']);
    assert.equal((await ranged(`/api/jobs/${jobId}/result/index`, {})).json.error.id, 'index-missing');
  });

  it('has an index, by range, and a table, by an address that lives for minutes', async () => {
    const { path } = await aResult();
    assert.equal((await ranged(`${path}/result/index`, { range: 'bytes=1-2' })).text, 'nd');
    assert.match((await ranged(`${path}/table`, {})).json.url, /\?as=sample\.annot\.tsv\.gz$/);
  });

  it('has a summary, which names in text what the file says', async () => {
    const { path } = await aResult();
    const { status, json } = await ranged(`${path}/summary`, {});
    assert.deepEqual([status, json.ti_tv, json.genes], [200, 1, { '<img src=x>': 2 }]);
    assert.deepEqual([json.positions, json.frequencies, json.diseases.fields], [[], undefined, []]);
  });

  it('has positions and frequencies in its summary, with their bounds', async () => {
    const positions = [{ contig: 'chrM', length: 4, binBases: 2, counts: [1, 1] }];
    const frequencies = { source: 'AF', counts: [2, 0, 0, 0, 0, 0, 0, 0, 0], unknown: 0 };
    const { path } = await aResult({}, JSON.stringify({ ...SUMMARY, positions, frequencies }));
    const { json } = await ranged(`${path}/summary`, {});
    assert.deepEqual(json.positions, [{ contig: 'chrM', length: 4, bin_bases: 2, counts: [1, 1] }]);
    assert.deepEqual([json.frequencies.source, json.frequencies.bounds.length], ['AF', 10]);
  });

  it('keeps its summary in the archive, and nothing else', async () => {
    const { path } = await aResult({ archive, archiveStatus: 'ARCHIVED' });
    const job = web.rows.get(path.slice('/api/jobs/'.length))!;
    delete job.hotKey;
    assert.equal((await ranged(`${path}/summary`, {})).json.records, 2);
    for (const part of ['table', 'result/data', 'result/index'])
      assert.equal((await ranged(`${path}/${part}`, {})).json.error.id, 'result-archived', part);
  });

  it('has no summary where none was written, or what was written is no summary', async () => {
    for (const summary of ['', '{}', 'not json', JSON.stringify({ ...SUMMARY, records: -1 })]) {
      const { path } = await aResult({}, summary);
      const answer = await ranged(`${path}/summary`, {});
      assert.deepEqual([answer.status, answer.json.error.id], [404, 'summary-missing'], summary);
    }
  });

  for (const part of ['summary', 'table', 'result/data', 'result/index']) {
    it(`is its owner’s, once there is one: ${part}`, async () => {
      const { path } = await aResult();
      const running = web.row({ userId: 'ann', status: 'RUNNING' });
      const ben = await web.signedIn('ben');
      assert.equal((await ben.get(`${path}/${part}`)).json.error.id, 'not-yours');
      assert.equal((await web.anybody().get(`${path}/${part}`)).status, 401);
      assert.equal((await ben.get(`/api/jobs/${randomUUID()}/${part}`)).status, 404);
      const early = await ranged(`/api/jobs/${running.jobId}/${part}`, { range: 'bytes=0-1' });
      assert.equal(early.json.error.id, 'result-not-ready');
    });
  }
});
