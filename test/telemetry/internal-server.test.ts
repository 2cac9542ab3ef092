// test/telemetry/internal-server.test.ts — what a process tells those who watch it, and nothing else.
import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { type Insight, internalServer, listening } from '../../telemetry/internal-server.ts';

const anywhere = { port: 0, host: '127.0.0.1' };

describe('the internal address', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function ask(insight: Insight, path: string, init: RequestInit = {}) {
    server = internalServer(insight);
    const port = await listening(server, anywhere);
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
  }
  const ready = { readiness: () => ({ ready: true, temporal: true }), metrics: async () => 'up 1\n' };

  const cases: [string, Insight, RequestInit, number, RegExp][] = [
    ['/health/live', { readiness: () => ({ ready: false }) }, {}, 200, /live/],
    ['/health/ready', ready, {}, 200, /"ready":true,"temporal":true/],
    ['/health/ready?from=probe', ready, { method: 'HEAD' }, 200, /^$/],
    ['/health/ready', { readiness: () => ({ ready: false, queues: {} }) }, {}, 503, /"queues":/],
    ['/health/ready', { readiness: () => Promise.reject(new Error('no')) }, {}, 503, /^\{"ready":false\}$/],
    ['/metrics', ready, {}, 200, /^up 1\n$/],
    ['/metrics', { ...ready, metrics: () => Promise.reject(new Error('no')) }, {}, 503, /ready/],
    ['/metrics', { readiness: ready.readiness }, {}, 404, /not-found/],
    ['/health/live', ready, { method: 'POST' }, 404, /not-found/],
    ['/', ready, {}, 404, /not-found/],
  ];
  for (const [path, insight, init, status, body] of cases)
    it(`answers ${init.method ?? 'GET'} ${path} with ${status} where that is so`, async () => {
      const answer = await ask(insight, path, init);
      assert.equal(answer.status, status);
      assert.match(answer.body, body);
    });

  it('says in a sentence that its port is taken', async () => {
    server = internalServer(ready);
    const port = await listening(server, anywhere);
    await assert.rejects(listening(internalServer(ready), { ...anywhere, port }), {
      message: /:\d+ can't be listened on/,
    });
  });
});
