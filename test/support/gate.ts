// test/support/gate.ts — an HTTP proxy before a server that can hold one request, or one reply, at a named point.
import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface Hold {
  /** Resolves when the request, or its reply, is being held. */
  reached: Promise<void>;
  /** Lets it go on, if both ends still are there. */
  release(): void;
}

export interface Gate {
  url: string;
  /** Holds the next matching request before the server sees it. */
  holdRequest(matches: (request: IncomingMessage) => boolean): Hold;
  /** Lets the next matching request have its effect, and holds the reply. */
  holdReply(matches: (request: IncomingMessage) => boolean): Hold;
  close(): Promise<void>;
}

interface Trap {
  point: 'request' | 'reply';
  matches: (request: IncomingMessage) => boolean;
  spring: () => Promise<void>;
}

/** Told of every request that was answered. */
type Witness = (exchange: { request: IncomingMessage; body: Buffer; status: number }) => void;

/** Opens a gate before the server on `port` of this machine; it changes nothing but the time that things take. */
export async function openGate(port: number, witness: Witness = () => {}): Promise<Gate> {
  let traps: Trap[] = [];

  function set(point: Trap['point'], matches: Trap['matches']): Hold {
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const spring = () => {
      reached.resolve();
      return released.promise;
    };
    traps.push({ point, matches, spring });
    return { reached: reached.promise, release: () => released.resolve() };
  }

  async function pass(point: Trap['point'], request: IncomingMessage): Promise<void> {
    const trap = traps.find((each) => each.point === point && each.matches(request));
    traps = traps.filter((each) => each !== trap);
    await trap?.spring();
  }

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    await pass('request', incoming);
    const { method = 'GET', url = '/', headers } = incoming;
    const onward = send({ host: '127.0.0.1', port, method, path: url, headers });
    onward.end(body);
    const [reply] = (await once(onward, 'response')) as [IncomingMessage];
    witness({ request: incoming, body, status: reply.statusCode ?? 502 });
    await pass('reply', incoming);
    outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(outgoing);
  }

  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing).catch(() => outgoing.destroy()); // one end was killed: the other sees a broken connection
  });
  server.unref(); // a run whose stack did not start must still end
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    holdRequest: (matches) => set('request', matches),
    holdReply: (matches) => set('reply', matches),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
