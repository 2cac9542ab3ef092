// test/web/routes/genome-files.test.ts — the bases and genes of the built-in genome.
import assert from 'node:assert/strict';
import { type AWeb, aWeb } from '../support/a-web.ts';

const HOME = `/api/genomes/${encodeURIComponent('GRCh38 chrM')}`;

describe('the files of a genome', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  it('are its bases, by range, which a browser may keep', async () => {
    const ann = await web.signedIn('ann');
    const answer = await ann.request(`${HOME}/sequence`, { headers: { range: 'bytes=0-4' } });
    assert.deepEqual([answer.status, answer.text], [206, '>chrM']);
    assert.equal(answer.headers.get('cache-control'), 'private, max-age=3600');
    assert.match((await ann.get(`${HOME}/sequence-index`)).text, /^chrM\t16569\t/);
  });

  it('are its genes between two places', async () => {
    const ann = await web.signedIn('ann');
    const { json } = await ann.get(`${HOME}/genes?contig=chrM&from=8500&to=8600`);
    assert.equal(json.truncated, false);
    assert.deepEqual(
      json.genes.map(({ symbol, start, coding }: Record<string, unknown>) => [symbol, start, coding]),
      [
        ['MT-ATP8', 8366, { start: 8366, end: 8572 }],
        ['MT-ATP6', 8527, { start: 8527, end: 9207 }],
      ],
    );
    for (const contig of ['chr9', '__proto__', 'constructor'])
      assert.deepEqual((await ann.get(`${HOME}/genes?contig=${contig}&from=1&to=9`)).json.genes, [], contig);
  });

  it('are none of a genome that is not there, and no others of this machine', async () => {
    const ann = await web.signedIn('ann');
    for (const name of ['hg19', '..', '%2e%2e%2f%2e%2e', encodeURIComponent('GRCh38 chrM/../../package.json')]) {
      for (const part of ['sequence', 'sequence-index', 'genes?contig=chrM&from=1&to=2'])
        assert.equal((await ann.get(`/api/genomes/${name}/${part}`)).status, 404, name);
    }
  });

  it('are for people who are signed in, and asked for in numbers', async () => {
    for (const part of ['sequence', 'sequence-index', 'genes?contig=chrM&from=1&to=2'])
      assert.equal((await web.anybody().get(`${HOME}/${part}`)).status, 401);
    const ann = await web.signedIn('ann');
    for (const query of ['contig=chrM', 'contig=chrM&from=0&to=1', 'contig=chrM&from=1&to=x', 'contig=&from=1&to=2'])
      assert.equal((await ann.get(`${HOME}/genes?${query}`)).status, 400, query);
  });
});
