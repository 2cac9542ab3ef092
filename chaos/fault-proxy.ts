// chaos/fault-proxy.ts — an HTTP proxy before the endpoint of S3, DynamoDB, SQS and SNS that misbehaves by rules. Bodies
// flow through it; the Host header stays, so signatures hold.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { refusalOf } from './fault-proxy-answers.ts';
import type { AwsOperation } from './fault-proxy-operations.ts';
import { isCall, operationOf } from './fault-proxy-operations.ts';
import type { Fault, FaultRule, Strike } from './fault-proxy-rules.ts';
import { faultRules } from './fault-proxy-rules.ts';

/** `status` is the endpoint's own answer, also where its reply was lost; 0 where it was not asked. */
export interface ObservedOperation extends AwsOperation {
  at: number;
  status: number;
  fault?: Fault;
  /** The version that the answer names. */
  madeVersionId?: string;
}

export interface FaultProxy {
  url: string;
  add(rule: FaultRule): void;
  /** Everything goes well from now on. */
  clear(): void;
  /** How often each fault befell a request. */
  fired(): Partial<Record<Fault, number>>;
  /** Tells every operation when its answer is known. */
  onOperation(listener: (operation: ObservedOperation) => void): void;
  close(): Promise<void>;
}

/** Starts on a free port of this machine, before `target` (`http://host:port`). One seed, one order of faults. */
export async function startFaultProxy({ target, seed }: { target: string; seed: number }): Promise<FaultProxy> {
  const rules = faultRules(seed);
  const listeners: ((operation: ObservedOperation) => void)[] = [];
  const endpoint = {
    target: new URL(target),
    agent: new Agent({ keepAlive: true }),
    deliveries: new Map<string, Buffer>(),
  };

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming;
    const head = { method, url, headers };
    const body = isCall(head) ? await buffer(incoming) : undefined;
    const asked = operationOf(head, body);
    const strike = rules.strike(asked);
    const exchange = { endpoint, incoming, outgoing, body, asked, strike };
    const { status, madeVersionId } = await befall(exchange);
    const fault = strike && { fault: strike.fault };
    for (const tell of listeners)
      tell({ ...asked, at: Date.now(), status, ...fault, ...(madeVersionId ? { madeVersionId } : {}) });
  }

  const server = createServer((incoming, outgoing) => {
    // One end has gone: the other sees a broken connection, as it would without us.
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    add: (rule) => rules.add(rule),
    clear: () => rules.clear(),
    fired: () => rules.fired(),
    onOperation: (listener) => void listeners.push(listener),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      endpoint.agent.destroy();
    },
  };
}

interface Exchange {
  endpoint: { target: URL; agent: Agent; deliveries: Map<string, Buffer> };
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  body: Buffer | undefined;
  asked: AwsOperation;
  strike: Strike | undefined;
}

interface Answered {
  status: number;
  madeVersionId?: string;
}

async function befall(exchange: Exchange): Promise<Answered> {
  const { outgoing, strike } = exchange;
  if (strike?.fault === 'latency') await pause(strike.ms ?? 500);
  if (strike?.fault === 'request-cut') {
    outgoing.destroy();
    return { status: 0 };
  }
  return deliveredAgain(exchange) ?? refused(exchange) ?? forward(exchange);
}

/** The messages of a queue that were received before, as SQS may deliver them twice. */
function deliveredAgain({ endpoint, outgoing, asked }: Exchange): Answered | undefined {
  const { operation, resource = '' } = asked;
  const messages = operation === 'ReceiveMessage' ? endpoint.deliveries.get(resource) : undefined;
  if (!messages) return undefined;
  endpoint.deliveries.delete(resource);
  outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(messages);
  return { status: 200 };
}

function refused(exchange: Exchange): Answered | undefined {
  const { incoming, outgoing, asked, strike } = exchange;
  if (!strike || (strike.fault === 'flip-bit' && !isSignedBody(exchange))) return undefined;
  const refusal = refusalOf(strike.fault, asked.service);
  if (!refusal) return undefined;
  incoming.resume();
  outgoing.writeHead(refusal.status, refusal.headers).end(refusal.body);
  return { status: refusal.status };
}

/** A bit that flips on the way in is noticed at once where the body's hash was signed; S3 then stores nothing. */
function isSignedBody({ incoming, asked }: Exchange): boolean {
  const hash = String(incoming.headers['x-amz-content-sha256']);
  return asked.operation !== 'GetObject' && /^[0-9a-f]{64}$/.test(hash);
}

async function forward(exchange: Exchange): Promise<Answered> {
  const { endpoint, incoming, body, asked, strike } = exchange;
  const { connection: _, expect: __, ...headers } = incoming.headers;
  const { hostname, port } = endpoint.target;
  const { method, url: path } = incoming;
  const onward = request({ hostname, port, agent: endpoint.agent, method, path, headers });
  const source = body ? Readable.from([body], { objectMode: false }) : incoming;
  const flips = strike?.fault === 'flip-bit' && asked.operation !== 'GetObject';
  // An answer may come before the whole body has gone; a broken body breaks the request.
  void pipeline(flips ? [source, flipping(strike.at, lengthOf(incoming)), onward] : [source, onward]).catch(() => {});
  const [answer] = (await once(onward, 'response')) as [IncomingMessage];
  await (strike?.fault === 'reply-lost' ? loseReply(exchange, answer) : reply(exchange, answer));
  const madeVersionId = answer.headers['x-amz-version-id'];
  return { status: statusOf(answer), ...(typeof madeVersionId === 'string' ? { madeVersionId } : {}) };
}

/** The whole effect first: an answer may begin before it has happened. */
async function loseReply({ outgoing }: Exchange, answer: IncomingMessage): Promise<void> {
  answer.resume();
  await once(answer, 'end');
  outgoing.destroy();
}

async function reply(exchange: Exchange, answer: IncomingMessage): Promise<void> {
  const { outgoing, asked, strike } = exchange;
  const { connection: _, ...headers } = answer.headers;
  if (strike?.fault === 'restore-expired') delete headers['x-amz-restore'];
  outgoing.writeHead(statusOf(answer), headers);
  if (strike?.fault === 'stream-cut') return cut(answer, outgoing, Math.floor(lengthOf(answer) * strike.at));
  if (strike?.fault === 'duplicate-delivery') return remember(exchange, answer);
  const flips = strike?.fault === 'flip-bit' && asked.operation === 'GetObject';
  await pipeline(flips ? [answer, flipping(strike.at, lengthOf(answer)), outgoing] : [answer, outgoing]);
}

async function remember({ endpoint, outgoing, asked }: Exchange, answer: IncomingMessage): Promise<void> {
  const messages = await buffer(answer);
  if (messages.includes('ReceiptHandle')) endpoint.deliveries.set(asked.resource ?? '', messages);
  outgoing.end(messages);
}

async function cut(answer: IncomingMessage, outgoing: ServerResponse, after: number): Promise<void> {
  let left = after;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    outgoing.write(chunk.subarray(0, left));
    left -= chunk.length;
    if (left <= 0) break;
  }
  outgoing.destroy();
}

function flipping(at: number, length: number): Transform {
  const position = Math.floor(at * length);
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const index = position - passed;
      passed += chunk.length;
      if (index < 0 || index >= chunk.length) return done(null, chunk);
      const flipped = Buffer.from(chunk);
      flipped[index]! ^= 1;
      return done(null, flipped);
    },
  });
}

function statusOf({ statusCode = 502 }: IncomingMessage): number {
  return statusCode;
}

function lengthOf({ headers }: IncomingMessage): number {
  return Number(headers['content-length'] ?? 0);
}
