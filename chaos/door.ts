// chaos/door.ts — the proxy before a store: it writes down every request with its order and answer, and misbehaves on demand.
import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { answerOf, type Answer } from './answers.ts';
import { hashesOf } from './hashes.ts';
import type { EventLog, Operation, Outcome } from './events.ts';
import type { FaultName } from './faults.ts';
import type { Asked } from './operations.ts';
import { createTraps, type Misbehaviour, type Traps } from './traps.ts';

export interface Door extends Traps {
  url: string;
  /** Requests that wait for a delay that was ordered. */
  delayed(): number;
  close(): Promise<void>;
}

export interface DoorOptions {
  /** The port of the store on this machine. */
  port: number;
  name: (asked: Asked) => Operation;
  log: EventLog;
}

/** Opens a door before a store. Requests pass as they are, so signatures hold. */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const traps = createTraps(options.log);
  const late = waits();
  const pass = passage(options, traps, late);
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy()); // one end was killed: the other sees a broken connection
  });
  server.unref();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...traps,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    delayed: late.count,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** One request: named, misbehaved on, held, sent on, written down, and answered. */
function passage({ port, name, log }: DoorOptions, traps: Traps, late: ReturnType<typeof waits>) {
  const known = jobsByName();
  const parts = hashesOf();

  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const [began, beganAt] = [log.moment(), Date.now()];
    const asked = await askedOf(incoming);
    const operation = known.complete(name(asked));
    const wrong = traps.strike(operation);
    const tell = (outcome: Partial<Outcome>) => {
      const fault = wrong && { fault: wrong.fault };
      if (!wrong && !isWorthTelling(operation, outcome)) return;
      log.write('request', { ...operation, began, beganAt, status: 0, ...fault, ...outcome });
    };

    if (wrong?.does === 'refuse') {
      tell({});
      return void outgoing.writeHead(wrong.answer.status, wrong.answer.headers).end(wrong.answer.body);
    }
    if (wrong?.does === 'delay') await late.wait(wrong.ms);
    const held = await traps.hold('request', operation);
    const reply = held === 'go' ? await forward(port, asked).catch(() => undefined) : undefined;
    if (!reply) {
      tell({ status: held === 'go' ? -1 : 0 });
      return void outgoing.destroy();
    }
    const answer = answerOf(operation, reply);
    known.learn(operation, answer);
    tell({ ...answer, ...parts.of(operation, asked, answer.status) });
    await answerTo(outgoing, { reply, operation: { ...operation, ...answer }, wrong, traps });
  };
}

async function askedOf(incoming: IncomingMessage): Promise<Asked> {
  const { method = 'GET', url = '/', headers } = incoming;
  return { method, url, headers, body: await buffer(incoming) };
}

/** Reads of tables and empty polls would fill the log, and tell a checker nothing. */
function isWorthTelling({ service, writes }: Operation, { messages }: Partial<Outcome>): boolean {
  return service === 'dynamodb' ? writes !== undefined : messages !== 0;
}

function waits() {
  let waiting = 0;
  return {
    count: () => waiting,
    async wait(ms: number): Promise<void> {
      waiting += 1;
      await pause(ms);
      waiting -= 1;
    },
  };
}

export interface Reply {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** The store's answer is waited for even if the sender is gone: its effect must be in the log. */
async function forward(port: number, { method, url, headers, body }: Asked): Promise<Reply> {
  const onward = send({ host: '127.0.0.1', port, method, path: url, headers });
  onward.end(body);
  const [reply] = (await once(onward, 'response')) as [IncomingMessage];
  return { status: reply.statusCode ?? 502, headers: reply.headers, body: await buffer(reply) };
}

interface Sending {
  reply: Reply;
  operation: Operation;
  wrong: ({ fault: FaultName } & Misbehaviour) | undefined;
  traps: Traps;
}

async function answerTo(outgoing: ServerResponse, sending: Sending): Promise<void> {
  const { reply, operation, wrong, traps } = sending;
  if (wrong?.does === 'lose-reply') return void outgoing.destroy();
  if ((await traps.hold('reply', operation)) === 'drop') return void outgoing.destroy();
  const half = reply.body.subarray(0, Math.ceil(reply.body.length / 2));
  if (wrong?.does === 'cut') return cut(outgoing, reply, half);
  if (traps.holds('body', operation)) {
    outgoing.writeHead(reply.status, reply.headers).write(half);
    await traps.hold('body', operation);
    return void outgoing.destroy();
  }
  const sent = wrong?.does === 'shorten' ? half : flippedBy(wrong, reply.body);
  outgoing.writeHead(reply.status, headersOf(reply, operation, sent.length)).end(sent);
}

/** The body was read whole, so it is sent with its length; the answer to a HEAD keeps the length that it tells. */
function headersOf({ headers }: Reply, { name }: Operation, length: number) {
  const { 'transfer-encoding': _, ...rest } = headers;
  return name.startsWith('Head') ? rest : { ...rest, 'content-length': String(length) };
}

function cut(outgoing: ServerResponse, { status, headers }: Reply, half: Buffer): void {
  outgoing.writeHead(status, headers).write(half, () => outgoing.destroy());
}

function flippedBy(wrong: Sending['wrong'], body: Buffer): Buffer {
  if (wrong?.does !== 'flip' || body.length === 0) return body;
  const changed = Buffer.from(body);
  const index = Math.floor(wrong.at * changed.length);
  changed[index] = changed[index]! ^ 1;
  return changed;
}

/** Which job an upload, an archive or a retrieval belongs to, learnt from the requests that made them. */
function jobsByName() {
  const jobs = new Map<string, string>();
  const archives = new Map<string, string>();
  return {
    complete(operation: Operation): Operation {
      const { uploadId = '', retrievalId = '', archiveId = archives.get(retrievalId) } = operation;
      const jobId = operation.jobId ?? jobs.get(uploadId) ?? jobs.get(retrievalId) ?? jobs.get(archiveId ?? '');
      return { ...operation, ...(jobId && { jobId }), ...(archiveId && { archiveId }) };
    },
    learn({ jobId, archiveId }: Operation, answer: Answer): void {
      for (const id of [answer.uploadId, answer.archiveId, answer.retrievalId]) if (id && jobId) jobs.set(id, jobId);
      if (answer.retrievalId && archiveId) archives.set(answer.retrievalId, archiveId);
    },
  };
}
