// test/web/routes/storage.test.ts — where one's results are, in numbers.
import assert from 'node:assert/strict';
import { type AWeb, aWeb } from '../support/a-web.ts';

describe('GET /api/storage', () => {
  let web: AWeb;
  before(async () => {
    web = await aWeb();
  });
  after(() => web.stop());

  const completed = { userId: 'ann', status: 'COMPLETED', result: { bucket: 'results', key: 'k', bytes: 7 } } as const;
  const archive = { id: 'a', store: 's3-glacier', bytes: 9, treeHash: 'ab'.repeat(32) } as const;

  it('counts one’s own results and their bytes by place', async () => {
    web.row({ ...completed, hotKey: 'k' });
    web.row({ ...completed, archive, archiveStatus: 'ARCHIVED' });
    web.row({ ...completed, archive, archiveStatus: 'ARCHIVED' });
    web.row({ ...completed, archive, archiveStatus: 'RESTORING' });
    web.row({ ...completed, hotKey: 'k', deletedAt: 1 });
    web.row({ ...completed, userId: 'ben', hotKey: 'k' });
    const { status, headers, json } = await (await web.signedIn('ann')).get('/api/storage');
    assert.deepEqual([status, headers.get('cache-control')], [200, 'no-store']);
    assert.deepEqual(json.places, {
      none: { results: 0, bytes: 0 },
      hot: { results: 1, bytes: 7 },
      archiving: { results: 0, bytes: 0 },
      archived: { results: 2, bytes: 18 },
      restoring: { results: 1, bytes: 9 },
    });
  });

  it('is refused to strangers', async () => {
    assert.equal((await web.anybody().get('/api/storage')).status, 401);
  });
});
