// local/glacier/dispatch.ts — one request from the socket to the answer: route, signature, faults, operation, reply.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { answerAdmin } from './admin.ts';
import { chunksOf, parseJson, readSmallBody, type Call, type Handler, type Reply } from './call.ts';
import { required } from './checks.ts';
import { accessDenied, GlacierError, invalid, throttled, unavailable, unknownOperation } from './errors.ts';
import { newId, type Glacier } from './glacier.ts';
import type { KeyPair } from './options.ts';
import { findRoute, type Route } from './routes.ts';
import { checkSignature, sha256Hex } from './signature.ts';

export interface Dispatch {
  glacier: Glacier;
  keys: KeyPair;
  operations: Readonly<Record<string, Handler>>;
  onError: (error: unknown) => void;
}

/** Answers one request; never rejects. */
export async function dispatch(server: Dispatch, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const isAdmin = (request.url ?? '').startsWith('/_admin/');
    const reply = isAdmin ? await answerAdmin(server.glacier, request) : await answer(server, request);
    if (reply) await send(response, reply);
    else request.socket.destroy(); // the reply is lost on purpose; its effect stands
  } catch (error) {
    if (request.destroyed && !request.complete) return void response.destroy(); // the sender went away
    await refuse(server, response, error).catch(() => response.destroy());
  }
  request.resume(); // the rest of a refused upload, so that the sender gets to read the answer
}

async function answer(server: Dispatch, request: IncomingMessage): Promise<Reply | undefined> {
  const [path = '/', query] = (request.url ?? '/').split('?', 2);
  const route = findRoute(request.method ?? '', path);
  if (!route) throw unknownOperation(`No such operation: ${request.method} ${path}`);

  const body = await authenticate(server, request, route);
  await strikeBefore(server.glacier, route.operation);
  const reply = await server.operations[route.operation]!(callOf(server.glacier, { request, route, query, body }));
  return server.glacier.faults.strike('reply-lost', route.operation) ? undefined : reply;
}

// An upload is signed with the hash its header claims; that the bytes have this hash shows when they have come.
async function authenticate({ glacier, keys }: Dispatch, request: IncomingMessage, route: Route): Promise<Buffer> {
  const claimed = request.headers['x-amz-content-sha256'];
  const body = route.body === 'small' ? await readSmallBody(request) : Buffer.alloc(0);
  const bodyHash = route.body === 'small' ? sha256Hex(body) : required(claimed?.toString(), 'x-amz-content-sha256');
  checkSignature(request, bodyHash, { keys, region: glacier.region });
  if (claimed !== undefined && claimed !== bodyHash) {
    throw invalid(`Checksum mismatch: expected ${claimed.toString()} but got ${bodyHash}`);
  }
  required(request.headers['x-amz-glacier-version']?.toString(), 'x-amz-glacier-version');
  if (route.account !== '-' && route.account !== glacier.accountId) {
    throw accessDenied('The account of the path is not the account of the credentials.');
  }
  return body;
}

async function strikeBefore({ faults }: Glacier, operation: string): Promise<void> {
  const slow = faults.strike('latency', operation);
  if (slow) await delay(slow.ms);
  if (faults.strike('throttle', operation)) throw throttled('Rate exceeded');
  if (faults.strike('server-error', operation)) throw unavailable('Service unavailable, please retry.');
}

interface Incoming {
  request: IncomingMessage;
  route: Route;
  query: string | undefined;
  body: Buffer;
}

function callOf({ settings }: Glacier, { request, route, query, body }: Incoming): Call {
  const length = request.headers['content-length'];
  return {
    operation: route.operation,
    vault: route.vault,
    id: route.id,
    query: new URLSearchParams(query),
    header: (name) => request.headers[name]?.toString(),
    json: () => parseJson(body),
    chunks: () => chunksOf(request, settings.idleMs),
    contentLength: length === undefined ? undefined : Number(length),
  };
}

async function send(response: ServerResponse, { status, headers = {}, json, stream }: Reply): Promise<void> {
  response.statusCode = status;
  response.setHeader('x-amzn-RequestId', newId(92));
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (stream) return pipeline(stream, response);
  if (json === undefined) return void response.end();
  const text = JSON.stringify(json);
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

async function refuse({ onError }: Dispatch, response: ServerResponse, error: unknown): Promise<void> {
  if (response.headersSent) return void response.destroy(); // mid-stream: a cut connection is the only way to say it
  const known = error instanceof GlacierError ? error : unavailable('Internal failure, please retry.');
  if (known !== error) onError(error);
  if (known.status === 408) response.setHeader('Connection', 'close');
  await send(response, { status: known.status, json: known.body });
}
