// test/pages/hostile.test.ts — what others may have put into names and files, and what other sites may try, in Chromium.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { aCompletedJob } from '../support/builders.ts';
import { aSite, type Site } from './support/a-site.ts';
import { aChromium } from './support/chromium.ts';
import type { Visitor } from './support/visitor.ts';

const EVIL = '<img src=x onerror="document.title=1"><script>document.title=2</script>"\'{{7*7}}.vcf';

describe('in a real browser', function () {
  this.timeout(30_000);
  let browser: Browser | undefined;
  let site: Site;
  let ann: Visitor;
  before(async function () {
    browser = await aChromium(this);
    site = await aSite();
    ann = await site.visit(browser, 'ann');
  });
  after(async () => {
    await site?.stop();
  });

  it('names of files, of jobs and lines of logs are text, whatever is in them', async () => {
    const job = site.row(aCompletedJob({ userId: 'ann', name: `name ${EVIL}`, inputFileName: EVIL, failure: EVIL }));
    await site.put(job.log!, `${EVIL}\njavascript:alert(1)\n`);
    await ann.open('/annotations');
    await ann.page.getByRole('link', { name: `name ${EVIL}` }).waitFor();

    await ann.open(`/annotations/${job.jobId}`);
    await ann.page.getByRole('button', { name: 'Read the log' }).click();
    const log = ann.page.getByRole('region', { name: 'Text of the log' });
    await log.waitFor();
    assert.equal(await log.innerText(), `${EVIL}\njavascript:alert(1)`);
    await ann.page.getByRole('searchbox', { name: 'Search in the log' }).fill('<SCRIPT>');
    await ann.page.locator('mark').waitFor();
    assert.equal(await ann.page.locator('mark').innerText(), '<script>');

    assert.equal(await ann.page.locator('main img, main script').count(), 0);
    assert.match(await ann.page.title(), /^name <img/);
    // This result has no summary: the console tells of a 404, the page of nothing.
    assert.equal(await ann.page.getByText('table').count(), 0);
    const complaints = ann.complaints().filter((line) => !line.includes('status of 404'));
    assert.deepEqual(complaints, []);
  });

  it('a script in the page itself would not run', async () => {
    await ann.open('/');
    await ann.page.evaluate(
      `document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="document.title = 1">')`,
    );
    const script = `const s = document.createElement('script'); s.textContent = 'document.title = 2'; document.body.append(s)`;
    await ann.page.evaluate(script);
    assert.match(await ann.page.title(), /^Annotate/);
    assert.match(ann.complaints().join('\n'), /Content Security Policy/);
  });

  for (const host of ['localhost', '127.0.0.1']) {
    it(`another origin, at ${host}, can change nothing for who is signed in, nor read, nor frame our pages`, async () => {
      const other = await anotherOrigin(host, site.url);
      const job = site.row({ userId: 'ann', status: 'RUNNING' });
      await ann.page.goto(other.url);
      const heard: string[] = await ann.page.evaluate(attack(site.url, job.jobId));
      assert.deepEqual([...new Set(heard)], ['nothing']);
      assert.match(ann.complaints().join('\n'), /frame-ancestors/);

      await ann.page.locator('form button').click();
      await ann.page.waitForURL(`${site.url}/**`);
      assert.match(await ann.page.locator('body').innerText(), /did not come from our own pages/);
      assert.deepEqual([site.starters.cancelled, site.starters.deleted, site.published], [[], [], []]);
      await ann.open('/annotations');
      assert.equal(await ann.page.getByRole('button', { name: 'Sign out' }).count(), 1);
      await other.stop();
    });
  }
});

/** Every way a script of another origin has to send a request with the reader's cookies. */
function attack(target: string, jobId: string): string {
  const paths = [
    ['POST', '/api/plan', '{"role":"free_user"}'],
    ['POST', `/api/jobs/${jobId}/cancel`, '{}'],
    ['DELETE', `/api/jobs/${jobId}`, '{}'],
    ['POST', '/auth/logout', '{}'],
    ['GET', '/api/profile', undefined],
  ];
  return `(async () => {
    const outcomes = [];
    for (const [method, path, body] of ${JSON.stringify(paths)})
      for (const headers of [{ 'content-type': 'application/json' }, { 'content-type': 'text/plain' }])
        for (const mode of ['cors', 'no-cors'])
          outcomes.push(await fetch('${target}' + path, { method, body, headers: body ? headers : {}, mode, credentials: 'include' })
            .then((answer) => (answer.type === 'opaque' ? 'nothing' : 'read: ' + answer.status), () => 'nothing'));
    return outcomes;
  })()`;
}

/** A page with a form that posts to us and a frame around our page; `localhost` is another site, too. */
async function anotherOrigin(host: string, target: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>evil</title><iframe src="${target}/profile"></iframe>
      <form method="post" action="${target}/api/plan" enctype="text/plain">
      <input name='{"role":"premium_user","x":"' value='"}'><button>Win a prize</button></form>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://${host}:${port}/`, stop };
}
