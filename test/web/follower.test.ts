// test/web/follower.test.ts — one event stream and a reader who does not read.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { follower } from '../../web/follower.ts';

const SESSION = { userId: 'ann', signInId: 's', useId: 's' };

describe('a follower', () => {
  it('is given up once a reader lets too much pile up, and whoever reads is not', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const [stuck, reading] = [await opened(server), await opened(server)];
    reading.socket.resume();
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const [givenUp, kept] = [follower(stuck.answer, SESSION, resolve), follower(reading.answer, SESSION, () => {})];
    const frames = Buffer.alloc(64 * 1024, ': here\n\n');
    while (!stuck.answer.destroyed) {
      givenUp.send(frames);
      kept.send(frames);
      await drained(reading.answer);
    }
    await closed;
    givenUp.send(frames); // nothing happens
    assert.equal(reading.answer.destroyed, false);
    kept.end();
    server.closeAllConnections();
    server.close();
  });
});

/** An answer that has begun, and the other end of its connection, which reads nothing yet. */
async function opened(server: ReturnType<typeof createServer>) {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined); // cut off
  socket.write('GET / HTTP/1.1\r\nhost: here\r\n\r\n');
  const [, answer] = (await once(server, 'request')) as [unknown, ServerResponse];
  return { socket, answer };
}

async function drained(answer: ServerResponse): Promise<void> {
  if (answer.writableNeedDrain) await once(answer, 'drain');
}
