// test/web/ending.test.ts — how a server ends without a failed request.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { endingOf } from '../../web/ending.ts';

/** A server that keeps the answers of /slow in hand; everything else it answers at once. */
async function aServer(delayMs: number) {
  const held: ServerResponse[] = [];
  const said: string[] = [];
  const server = createServer(
    ({ url }, response) => void (url === '/slow' ? held.push(response) : response.end('here')),
  );
  const end = endingOf(server, {
    delayMs,
    leave: () => said.push('leaves'),
    endStreams: () => said.push('ends streams'),
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  return { server, held, said, end, ask };
}

describe('a web server that is asked to end', () => {
  it('is not ready at once, but serves on until a balancer has noticed, each connection for one answer', async () => {
    const { ask, end, said } = await aServer(500);
    assert.equal((await ask('/')).headers.get('connection'), 'keep-alive');

    const ended = end();
    assert.deepEqual(said, ['leaves']);
    const answer = await ask('/');
    assert.deepEqual([answer.headers.get('connection'), await answer.text()], ['close', 'here']);

    await ended;
    assert.deepEqual(said, ['leaves', 'ends streams']);
    await assert.rejects(ask('/'));
  });

  it('finishes what is under way', async () => {
    const { ask, end, held, server } = await aServer(0);
    const asked = ask('/slow');
    await once(server, 'request');
    const ended = end();
    await assert.rejects(async () => {
      for (;;) await (await ask('/')).text();
    });

    held[0]!.end('late, and whole');
    assert.equal(await (await asked).text(), 'late, and whole');
    await ended;
  });
});
