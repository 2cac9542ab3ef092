// test/support/cutting-proxy.ts — a TCP proxy that loses replies: the request takes effect, and its answer never arrives.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

export interface CuttingProxy {
  url: string;
  /** Loses the reply to the next request whose head or body contains `text`. */
  cut(text: string): void;
  /** Replies lost so far. */
  lost(): number;
  close(): Promise<void>;
}

/** A proxy in front of `endpoint` (`http://host:port`). Requests pass as they are, so signatures hold. */
export async function cuttingProxy(endpoint: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(endpoint);
  const sockets = new Set<Socket>();
  let wanted: string | undefined;
  let lost = 0;

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let doomed = false;
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (wanted !== undefined && chunk.includes(wanted)) {
        doomed = true;
        wanted = undefined;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (!doomed) return client.write(chunk);
      lost += 1;
      return client.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut: (text) => {
      wanted = text;
    },
    lost: () => lost,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
