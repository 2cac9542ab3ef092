// test/web/docs.test.ts — what docs/api.md and docs/security.md say is there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../local/environment.ts';
import { OPERATIONS } from '../../web/openapi/document.ts';
import { type AWeb, aWeb } from './support/a-web.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The calls of curl in the documentation, each on one line, without what is said about it. */
const CALLS = read('docs/api.md')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line.startsWith('curl '))
  .map((line) => line.replace(/\s#.*$/, ''));

describe('docs/api.md', () => {
  let web: AWeb;
  let token: string;
  let jobId: string;
  before(async () => {
    web = await aWeb();
    const ann = await web.signedIn('ann');
    token = (await ann.post('/api/tokens', { name: 'docs' })).json.token;
    jobId = web.row({ userId: 'ann', status: 'COMPLETED', hotKey: 'gas/ann/j~a.annot.vcf.gz' }).jobId;
  });
  after(() => web.stop());

  it('has examples', () => assert.ok(CALLS.length >= 4));

  for (const call of CALLS) {
    const { method, path, body } = requestOf(call);
    it(`describes ${method} ${path} as it is`, () => {
      const operation = OPERATIONS.find((each) => each.method === method && matches(each.path, path));
      assert.ok(operation, 'no such operation');
      if (body !== undefined) operation.body!.parse(JSON.parse(body.replace('<job_id>', jobId)));
      assert.equal(body === undefined, operation.body === undefined);
    });

    if (method !== 'get') continue;
    it(`has a curl for ${path} that works`, async function () {
      const command = call.replace('curl ', 'curl -s -f ').replaceAll('<job_id>', jobId);
      const env = { GAS_TOKEN: token, GAS_URL: web.url, PATH: '/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin' };
      const { stdout } = await promisify(execFile)('sh', ['-c', `command -v curl >/dev/null || exit 99; ${command}`], {
        env,
      }).catch((error: { code?: number }) => (error.code === 99 ? this.skip() : Promise.reject(error as Error)));
      assert.equal(typeof JSON.parse(stdout), 'object');
    });
  }
});

function requestOf(call: string): { method: string; path: string; body?: string } {
  const path = /"\$GAS_URL([^"?]+)/.exec(call)![1]!;
  const body = /-d '([^']+)'/.exec(call)?.[1];
  const method = /-X (\w+)/.exec(call)?.[1] ?? (body === undefined ? 'GET' : 'POST');
  return { method: method.toLowerCase(), path, ...(body !== undefined && { body }) };
}

function matches(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(path);
}

describe('docs/security.md', () => {
  /** `file`: “title”, “title”; with … where a title is made of a table. */
  const named = [...read('docs/security.md').matchAll(/`(test\/[^`]+)`:((?:[;,]? “[^”]+”)+)/g)].flatMap(
    ([, file = '', titles = '']) => [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title })),
  );

  it('names a test for every requirement', () => {
    const rows = read('docs/security.md').match(/^\| \d.*$/gm)!;
    assert.ok(rows.length >= 20);
    for (const row of rows) assert.match(row, /`test\/[^`]+`: “/);
  });

  for (const { file, title } of named) {
    it(`names a test that there is: ${file}: ${title}`, () => {
      assert.ok(existsSync(join(ROOT, file)), 'no such file');
      assert.ok(titlesIn(read(file)).includes(title), 'no such title');
    });
  }
});

/** As they are in the source, with … for what is put in. */
function titlesIn(source: string): string[] {
  const called = /\b(?:describe|it)\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g;
  return [...source.matchAll(called)].map(([, , title = '']) => title.replaceAll(/\$\{[^}]*\}/g, '…'));
}
