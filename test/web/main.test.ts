// test/web/main.test.ts — web as a process: it starts while everything else is away, and ends when it is asked to.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';

describe('the web process', () => {
  let started: ChildProcess | undefined;
  afterEach(() => started?.kill('SIGKILL'));

  /** Web on this port, where nothing that it needs is to be found. */
  function web(port: number) {
    const child = spawn(process.execPath, ['web/main.ts'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        GAS_WEB_PORT: String(port),
        GAS_WEB_INTERNAL_PORT: '0',
        GAS_WEB_URL: `http://127.0.0.1:${port}`,
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
        AWS_ENDPOINT_URL_GLACIER: 'http://127.0.0.1:1',
        AWS_ACCESS_KEY_ID: 'nobody',
        AWS_SECRET_ACCESS_KEY: 'nothing',
        TEMPORAL_ADDRESS: '127.0.0.1:1',
        OIDC_ISSUER: 'http://127.0.0.1:1',
      },
    });
    started = child;
    return { child, printed: text(child.stdout), ended: once(child, 'exit') };
  }

  it('lives without its neighbours, and ends in peace on SIGTERM', async () => {
    const { server, port } = await listening();
    await closed(server);
    const { child, ended } = web(port);
    const live = await answer(`http://127.0.0.1:${port}/health/live`);
    const login = await fetch(`http://127.0.0.1:${port}/auth/login`, { redirect: 'manual' });
    assert.deepEqual([live.status, login.status], [200, 503]);
    child.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null]);
  });

  it('names the port that is taken already', async () => {
    const { server, port } = await listening();
    const { printed, ended } = web(port);
    assert.deepEqual(await ended, [1, null]);
    assert.match(await printed, new RegExp(`web cannot listen on 127.0.0.1:${port}`));
    await closed(server);
  });
});

async function listening(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

async function closed(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

async function answer(url: string): Promise<Response> {
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    if (response) return response;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
