// adapters/webhooks/webhook-post.ts — one signed POST to an address that a user chose. The address is checked where the socket
// connects: a name that was public a moment ago may point into our own network now.
import type { LookupAddress } from 'node:dns';
import { lookup as resolve } from 'node:dns';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import type { Answered, WebhookPost } from '../../domain/notice-ports.ts';
import { isLoopback, isPublic } from './addresses.ts';

export interface WebhookPostOptions {
  /** Signs text for a webhook, as the header has it. */
  sign: (webhookId: string, signed: string) => string;
  /** For development: this machine itself is allowed too, also without TLS. */
  loopback: boolean;
  /** How long connection and answer may take together. */
  timeoutMs?: number;
  /** Resolves names; of all addresses that are found each must be allowed. */
  lookup?: typeof resolve;
}

const TIMEOUT_MS = 10_000;
const LONGEST_URL = 2000;
/** Of an answer only the status counts; what is longer than this is cut off. */
const ANSWER_BYTES = 16_384;

class Refused extends Error {
  override name = 'Refused';
}

/** Signed as Standard Webhooks has it (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`. No redirect is followed. */
export function webhookPost({
  sign,
  loopback,
  timeoutMs = TIMEOUT_MS,
  lookup = resolve,
}: WebhookPostOptions): WebhookPost {
  const isAllowed = (address: string) => isPublic(address) || (loopback && isLoopback(address));
  const checked = checkedLookup(isAllowed, lookup);

  return {
    refusal: (text) => refusalOf(text, { loopback, isAllowed }),

    async post({ webhookId, url: text, deliveryId, sentAt, body }) {
      const refused = refusalOf(text, { loopback, isAllowed });
      if (refused !== undefined) return { error: refused };
      const timestamp = String(Math.floor(sentAt / 1000));
      const options: RequestOptions = {
        method: 'POST',
        lookup: checked,
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'genomics-annotation-service',
          'webhook-id': deliveryId,
          'webhook-timestamp': timestamp,
          'webhook-signature': sign(webhookId, `${deliveryId}.${timestamp}.${body}`),
        },
      };
      return send(new URL(text), options, body).catch((error: unknown) => ({ error: wordsFor(error, timeoutMs) }));
    },
  };
}

interface Allowed {
  loopback: boolean;
  isAllowed: (address: string) => boolean;
}

function refusalOf(text: string, { loopback, isAllowed }: Allowed): string | undefined {
  if (text.length > LONGEST_URL || !URL.canParse(text)) return 'This is not an address of a web server.';
  const { protocol, hostname, username, password } = new URL(text);
  if (username || password) return 'The address must hold no user name and no password.';
  const host = hostname.replace(/^\[|\]$/g, '');
  const isHere = loopback && isThisMachine(host);
  const protocols = isHere ? ['https:', 'http:'] : ['https:'];
  if (!protocols.includes(protocol)) return 'The address must begin with https://.';
  return isHere || isAllowedHost(host, isAllowed) ? undefined : NOT_PUBLIC;
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || isLoopback(host);
}

/** An address that is a number is never resolved, so it is checked here; names are checked when they are resolved. */
function isAllowedHost(host: string, isAllowed: (address: string) => boolean): boolean {
  return isIP(host) ? isAllowed(host) : !/(^|\.)localhost\.?$/.test(host);
}

const NOT_PUBLIC = 'The address is not one of the public internet.';

/** Refuses the whole name where one of its addresses is not allowed: else the connection might go to just that one. */
function checkedLookup(isAllowed: (address: string) => boolean, lookup: typeof resolve): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) return done(error, []);
      if (found.length === 0 || !found.every(({ address }) => isAllowed(address)))
        return done(new Refused(NOT_PUBLIC), []);
      if (options.all) return done(null, found);
      return done(null, found[0]!.address, found[0]!.family);
    });
  };
}

function send(url: URL, options: RequestOptions, body: string): Promise<Answered> {
  return new Promise((settle, fail) => {
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = start(url, options, (response) => {
      drain(response).then(() => settle({ status: response.statusCode ?? 0 }), fail);
    });
    request.on('error', fail);
    request.end(body);
  });
}

/** Reads what there is of an answer, to its end or to the limit. */
async function drain(response: IncomingMessage): Promise<void> {
  let bytes = 0;
  for await (const chunk of response) {
    bytes += (chunk as Buffer).length;
    if (bytes > ANSWER_BYTES) return void response.destroy();
  }
}

/** For the owner of the webhook: nothing that tells of our own network. */
function wordsFor(error: unknown, timeoutMs: number): string {
  if (error instanceof Refused) return error.message;
  const { code, name } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError' || name === 'AbortError')
    return `There was no answer within ${timeoutMs / 1000} seconds.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'The name of the server could not be resolved.';
  if (code === 'ECONNREFUSED') return 'The server refused the connection.';
  if (/CERT|TLS|SSL|SIGNED|ALTNAME/.test(code ?? '')) return 'The certificate of the server is not valid.';
  return 'The connection failed.';
}
