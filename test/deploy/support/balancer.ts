// test/deploy/support/balancer.ts — a load balancer as it stands before web: asks for health, sends round, tries nothing twice.
import { once } from 'node:events';
import { Agent, createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface Balancer {
  url: string;
  /** How many of the backends are ready. */
  ready(): number;
  /** How many requests it has handed on. */
  handedOn(): number;
  /** What could not be handed on, or was answered with 5xx, in words. */
  failures: string[];
  close(): Promise<void>;
}

const ASK_EVERY_MS = 200;

/** A balancer before the web processes on these ports of this machine; requests go to those that were ready when last asked. */
export async function openBalancer(ports: readonly number[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  const failures: string[] = [];
  const stopped = new AbortController();
  const ready = new Set<number>();
  let requests = 0;

  function handOn(request: IncomingMessage, response: ServerResponse): void {
    const port = [...ready][requests++ % ready.size];
    const failed = (why: string) => {
      failures.push(`${request.method} ${request.url} at ${port}: ${why}`);
      response.destroy();
    };
    if (port === undefined) return failed('nobody is ready');
    const { method = 'GET', url = '/', headers } = request;
    const onward = send({ port, host: '127.0.0.1', agent, method, path: url, headers });
    onward.once('response', (answer) => {
      if (answer.statusCode! >= 500) failures.push(`${method} ${url} at ${port}: ${answer.statusCode}`);
      const { connection: _, ...kept } = answer.headers; // of this hop alone
      response.writeHead(answer.statusCode!, kept);
      answer.pipe(response);
      answer.once('error', (error) => response.closed || failed(error.message));
    });
    onward.once('error', (error) => response.headersSent || failed(error.message));
    response.once('close', () => response.writableFinished || onward.destroy());
    request.pipe(onward);
  }

  /** Each by itself: one that takes its time to answer tells nothing of the other. */
  async function watch(port: number): Promise<void> {
    while (!stopped.signal.aborted) {
      if (await isReady(port)) ready.add(port);
      else ready.delete(port);
      await delay(ASK_EVERY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  const server = createServer(handOn).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const watching = ports.map(watch);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready: () => ready.size,
    handedOn: () => requests,
    failures,
    async close() {
      stopped.abort();
      await Promise.all(watching);
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}

async function isReady(port: number): Promise<boolean> {
  const headers = { connection: 'close' };
  return fetch(`http://127.0.0.1:${port}/health/ready`, { headers }).then(
    async (answer) => {
      await answer.body?.cancel();
      return answer.ok;
    },
    () => false,
  );
}
