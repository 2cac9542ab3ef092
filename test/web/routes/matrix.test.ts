// test/web/routes/matrix.test.ts — every route that there is, asked by each who should not be let in.
import assert from 'node:assert/strict';
import { OPERATIONS } from '../../../web/openapi/document.ts';
import { aProgram, type Program } from '../support/a-program.ts';
import { type AWeb, aWeb } from '../support/a-web.ts';
import type { Browser } from '../support/browser.ts';

/** The list that a test holds against the router's own: no route is forgotten here. */
const GUARDED = OPERATIONS.filter(({ access }) => access !== 'anybody');
/** Uploads are not among them: their keys begin with the id of whoever asks, so that nobody names another's. */
const OF_A_JOB = GUARDED.filter(({ path }) => path.startsWith('/api/jobs/:jobId'));

describe('every route', () => {
  let web: AWeb;
  let ben: Browser;
  let tokens: Record<'read' | 'write', Program>;
  let annsJob: string;
  before(async () => {
    web = await aWeb();
    ben = await web.signedIn('ben');
    const token = async (scope: string) => (await ben.post('/api/tokens', { name: scope, scopes: [scope] })).json.token;
    tokens = { read: aProgram(web.url, await token('read')), write: aProgram(web.url, await token('write')) };
    annsJob = web.row({
      userId: 'ann',
      status: 'COMPLETED',
      hotKey: 'k',
      log: { bucket: 'results', key: 'log' },
    }).jobId;
  });
  after(() => web.stop());

  const at = (path: string) => path.replace(':jobId', annsJob).replaceAll(/:\w+/g, 'x');
  const asked = (by: Pick<Browser, 'request'>, { method, path }: { method: string; path: string }) => {
    const headers = { 'content-type': 'application/json', origin: web.url };
    const body = method === 'get' ? {} : { body: '{}' };
    return by.request(at(path), { method: method.toUpperCase(), headers, ...body });
  };

  for (const operation of GUARDED) {
    const { method, path, access } = operation;
    const name = `${method.toUpperCase()} ${path}`;

    it(`${name} is refused to strangers`, async () => {
      assert.equal((await asked(web.anybody(), operation)).json.error.id, 'not-signed-in');
    });

    if (access !== 'read') {
      it(`${name} is refused to a token that reads`, async () => {
        assert.equal((await asked(tokens.read, operation)).json.error.id, 'token-not-enough');
      });
    }
    if (access === 'person') {
      it(`${name} is refused to a token that writes`, async () => {
        assert.equal((await asked(tokens.write, operation)).json.error.id, 'token-not-enough');
      });
    }
    if (method !== 'get') {
      it(`${name} is refused to another site`, async () => {
        const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' };
        const answer = await ben.request(at(path), { method: method.toUpperCase(), headers, body: '{}' });
        assert.equal(answer.json.error.id, 'foreign-request');
      });
    }
  }

  for (const operation of OF_A_JOB) {
    it(`${operation.method.toUpperCase()} ${operation.path} is refused with the job of another`, async () => {
      for (const by of [ben, tokens.write]) {
        const { status, json } = await asked(by, operation);
        assert.deepEqual([status, json.error.id], [403, 'not-yours']);
      }
      assert.deepEqual([web.starters.deleted, web.starters.cancelled], [[], []]);
    });
  }
});
