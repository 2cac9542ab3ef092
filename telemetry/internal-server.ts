// telemetry/internal-server.ts — what a process tells those who watch it: alive, ready, and its measurements. Its port is
// for the own network alone: nothing here asks who is asking.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Whether a process can do its work, with what an operator wants to know beside it. */
export type Readiness = { ready: boolean } & Record<string, unknown>;

export interface Insight {
  /** May throw, which counts as not ready. */
  readiness: () => Readiness | Promise<Readiness>;
  /** Everything measured, in the text format of Prometheus. */
  metrics?: () => Promise<string>;
}

interface Answer {
  status: number;
  type?: string;
  body: string;
}

/** Answers GET and HEAD of /health/live with 200, /health/ready with 200 or 503, /metrics with what is measured. */
export function internalServer(insight: Insight): Server {
  return createServer((request, response) => {
    const readOnly = request.method === 'GET' || request.method === 'HEAD';
    const path = (request.url ?? '').replace(/\?.*$/, '');
    void answer(insight, readOnly ? path : '').then(({ status, type = 'application/json', body }) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body),
    );
  });
}

/** Listens, port 0 for any that is free; answers the port. Throws one sentence where the port is taken. */
export async function listening(server: Server, { port, host }: { port: number; host: string }): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Error(`The internal address ${host}:${port} can't be listened on: is another process there?`, { cause });
  }
  return (server.address() as AddressInfo).port;
}

async function answer({ readiness, metrics }: Insight, path: string): Promise<Answer> {
  try {
    if (path === '/health/live') return json(200, { live: true });
    if (path === '/health/ready') {
      const state = await readiness();
      return json(state.ready ? 200 : 503, state);
    }
    if (path === '/metrics' && metrics)
      return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: await metrics() };
    return json(404, { error: { id: 'not-found', message: 'No such page.' } });
  } catch {
    return json(503, { ready: false });
  }
}

function json(status: number, body: unknown): Answer {
  return { status, body: JSON.stringify(body) };
}
