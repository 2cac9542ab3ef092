// bridge/health.ts — the health address: alive, and ready where messages are being received.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Bridge } from './bridge.ts';

/** Answers GET /health/live with 200, GET /health/ready with 200 or 503 and the counts of each queue. */
export function healthServer(bridge: Pick<Bridge, 'health'>): Server {
  return createServer((request, response) => {
    const { status, body } = answer(bridge, `${request.method} ${request.url}`);
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  });
}

function answer(bridge: Pick<Bridge, 'health'>, asked: string): { status: number; body: unknown } {
  if (asked === 'GET /health/live') return { status: 200, body: { live: true } };
  if (asked !== 'GET /health/ready')
    return { status: 404, body: { error: { id: 'not-found', message: 'No such page.' } } };
  const { ready, queues } = bridge.health();
  return { status: ready ? 200 : 503, body: { ready, queues } };
}
