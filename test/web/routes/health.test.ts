// test/web/routes/health.test.ts — what the process tells whoever watches it.
import assert from 'node:assert/strict';
import { TemporalAway } from '../../../temporal/errors.ts';
import { type AWeb, aWeb } from '../support/a-web.ts';

describe('the health of web', () => {
  let web: AWeb;
  beforeEach(async () => {
    web = await aWeb();
  });
  afterEach(() => web.stop());

  it('is ready while its tables and Temporal answer', async () => {
    const { status, json } = await web.anybody().get('/health/ready');
    assert.deepEqual([status, json], [200, { status: 'up', tables: true, temporal: true }]);
  });

  it('tells that Temporal is away, and goes on with the pages', async () => {
    web.starters.temporal = new TemporalAway('down');
    const { status, json } = await web.anybody().get('/health/ready');
    assert.deepEqual([status, json], [200, { status: 'up', tables: true, temporal: false }]);
  });

  it('is not ready without its tables, and still alive', async () => {
    void web.outage('sessions.get');
    assert.equal((await web.anybody().get('/health/ready')).status, 503);
    assert.equal((await web.anybody().get('/health/live')).status, 200);
  });
});
