// test/web/routes/openapi.test.ts — the description of the API is whole, and true.
import assert from 'node:assert/strict';
import { Validator } from '@seriousme/openapi-schema-validator';
import { ERRORS } from '../../../web/contract.ts';
import { errorsOf } from '../../../web/openapi/operation.ts';
import { OPERATIONS } from '../../../web/openapi/document.ts';
import { type AWeb, aWeb } from '../support/a-web.ts';

/** Documents for people, and their files. */
const isPage = (route: string) => !/ \/(api|auth|health)\//.test(route);

describe('the description of the API', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  it('has every route, and no other', () => {
    const described = OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    assert.deepEqual(described.toSorted(), web.routes.filter((route) => !isPage(route)).toSorted());
  });

  it('is what OpenAPI 3.1 asks for, by its own schema', async () => {
    const { json } = await web.anybody().get('/api/openapi.json');
    const validator = new Validator();
    const { valid, errors } = await validator.validate(json);
    assert.deepEqual([valid, errors, validator.version], [true, undefined, '3.1']);

    const { responses: _, ...paths } = json.paths['/api/jobs'].get;
    const spoilt = { ...json, paths: { '/api/jobs': { get: { ...paths, parameters: 'none' } } } };
    assert.equal((await new Validator().validate(spoilt)).valid, false);
  });

  it('is served to programs, whole', async () => {
    const { json } = await web.anybody().get('/api/openapi.json');
    assert.deepEqual([json.openapi, json.servers], ['3.1.0', [{ url: web.url }]]);
    const operations = Object.values<Record<string, { operationId: string }>>(json.paths).flatMap(Object.values);
    assert.equal(operations.length, OPERATIONS.length);
    assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, OPERATIONS.length);
    const known = Object.keys(json.components.schemas);
    for (const [, name = ''] of JSON.stringify(json).matchAll(/#\/components\/schemas\/(\w+)/g))
      assert.ok(known.includes(name), name);
  });

  it('tells of each operation who may ask, and how it refuses', async () => {
    const { json } = await web.anybody().get('/api/openapi.json');
    const { post } = json.paths['/api/tokens'];
    assert.deepEqual(post.security, [{ browser: [] }]);
    assert.deepEqual(json.paths['/api/jobs'].get.security, [{ token: ['read'] }, { browser: [] }]);
    assert.match(post.responses['409'].description, /`too-many-tokens`/);
    assert.deepEqual(post.responses['401'].content['application/json'].schema, {
      $ref: '#/components/schemas/ErrorBody',
    });
  });

  it('names every error that there is, but those of no operation', () => {
    const named = new Set(OPERATIONS.flatMap(errorsOf));
    const unnamed = Object.keys(ERRORS).filter((id) => !(named as Set<string>).has(id));
    assert.deepEqual(unnamed, ['signature-refused', 'method-not-allowed', 'plan-pending', 'pages-missing']);
  });

  it('is a page for people, without a script', async () => {
    const { text, headers } = await web.anybody().get('/api/docs');
    assert.match(headers.get('content-type')!, /^text\/html/);
    for (const { path, summary } of OPERATIONS)
      assert.ok(text.includes(`${path}</code>`) && text.includes(summary), path);
    assert.doesNotMatch(text, /<script|<style|style=|javascript:/);
    for (const [, id] of text.matchAll(/href="#([^"]+)"/g)) assert.ok(text.includes(`id="${id}"`), id);
  });
});
