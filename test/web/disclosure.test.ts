// test/web/disclosure.test.ts — what neither logs nor addresses give away, whatever is asked.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { type AWeb, aWeb } from './support/a-web.ts';

const FORGED = '{"level":50,"msg":"forged"}';
const MINUTE_MS = 60_000;

describe('the log of requests', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  /** As no browser asks: the path goes out as it stands. */
  const ask = (path: string, headers: Record<string, string> = {}) =>
    new Promise<number>((resolve, reject) => {
      const asked = request({ port: web.port, path, headers }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode!));
      });
      asked.on('error', reject).end();
    });

  it('is one line of JSON for each request, and nobody adds another', async () => {
    const odd = encodeURIComponent(`\r\n${FORGED}\u2028\u001B[2J`);
    const before = web.lines.length;
    const asks = [
      ask(`/api/jobs/${odd}`),
      ask(`/api/jobs?q=${odd}`),
      ask(`/${odd}?${odd}`),
      ask('/api/jobs', { 'user-agent': FORGED, cookie: `gas=${odd}`, authorization: `Bearer ${FORGED}` }),
      ask('/api/jobs', { 'x-request-id': FORGED, 'x-forwarded-for': FORGED, referer: FORGED }),
      ask(`/auth/callback?code=${odd}&state=${odd}`),
      ask(`/unsubscribe?token=${odd}`),
    ];
    await Promise.all(asks);
    const lines = web.lines.slice(before);
    for (const line of lines) {
      assert.equal(line.trimEnd().split(/[\r\n\u2028\u2029]/).length, 1);
      assert.doesNotMatch(line, /forged|2J/);
    }
    assert.equal(lines.filter((line) => 'route' in JSON.parse(line) || 'ms' in JSON.parse(line)).length, asks.length);
  });

  it('has no cookie, token, e-mail address, file name or address of a download', async () => {
    const ann = await web.signedIn('ann');
    const { token } = (await ann.post('/api/tokens', { name: 'laptop' })).json;
    const key = 'gas/ann/secret-name.annot.vcf.gz';
    const result = { bucket: 'results', key, bytes: 9, treeHash: 'ab'.repeat(32) };
    const { jobId } = web.row({ userId: 'ann', status: 'COMPLETED', hotKey: key, result });
    await web.put({ bucket: 'results', key }, 'the result');
    const { url } = (await ann.get(`/api/jobs/${jobId}/result`)).json;
    await web.anybody().request('/api/jobs?q=secret-search', { headers: { authorization: `Bearer ${token}` } });
    const log = web.lines.join('\n');
    assert.ok(url.includes('secret-name') && log.includes(jobId));
    assert.doesNotMatch(log, /secret-|@example\.org|X-Amz/);
    assert.ok(!log.includes(token) && !log.includes(token.slice(4)));
  });
});

describe('addresses of files', () => {
  it('are told with their end, which is minutes away', async () => {
    const web = await aWeb();
    const ann = await web.signedIn('ann');
    const key = 'gas/ann/k';
    const result = { bucket: 'results', key, bytes: 9, treeHash: 'ab'.repeat(32) };
    const input = { bucket: 'inputs', key };
    const { jobId } = web.row({ userId: 'ann', status: 'COMPLETED', hotKey: key, result, input });
    for (const bucket of ['inputs', 'results']) await web.put({ bucket, key }, 'x');
    const ends = [
      (await ann.get(`/api/jobs/${jobId}/result`)).json.expires_at,
      (await ann.get(`/api/jobs/${jobId}/input`)).json.expires_at,
      (await ann.post('/api/uploads', { file_name: 'a.vcf' })).json.expires_at,
    ];
    for (const end of ends) {
      const left = Date.parse(end) - Date.now();
      assert.ok(left > 0 && left <= 15 * MINUTE_MS, `${end} is ${left} ms away`);
    }
    await web.stop();
  });
});
