// local/glacier/signature.ts — checks AWS Signature Version 4 in the Authorization header of a request.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { invalidSignature, missingToken, unknownClient } from './errors.ts';
import type { KeyPair } from './options.ts';

interface Signed {
  accessKeyId: string;
  date: string;
  scope: string;
  headers: string[];
  signature: string;
}

const algorithm = 'AWS4-HMAC-SHA256';
const allowedSkewMs = 15 * 60_000;
export const sha256Hex = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Throws the 403 that Glacier answers unless `request`, with a body of this SHA-256, was signed with `keys`. */
export function checkSignature(
  request: IncomingMessage,
  bodyHash: string,
  { keys, region }: { keys: KeyPair; region: string },
): void {
  const signed = parseAuthorization(request.headers.authorization);
  if (signed.accessKeyId !== keys.accessKeyId) {
    throw unknownClient('The security token included in the request is invalid.');
  }
  const stamp = String(request.headers['x-amz-date'] ?? '');
  checkDate(stamp, signed.date);
  if (signed.scope !== `${signed.date}/${region}/glacier/aws4_request`) {
    throw invalidSignature(`Credential should be scoped to ${signed.date}/${region}/glacier/aws4_request.`);
  }
  if (!signed.headers.includes('host')) throw invalidSignature("'Host' must be a signed header.");

  const canonical = canonicalRequest(request, signed.headers, bodyHash);
  const toSign = [algorithm, stamp, signed.scope, sha256Hex(canonical)].join('\n');
  const expected = createHmac('sha256', signingKey(keys, signed.date, region))
    .update(toSign)
    .digest();
  const actual = Buffer.from(signed.signature, 'hex');
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) {
    throw invalidSignature('The request signature we calculated does not match the signature you provided.');
  }
}

function parseAuthorization(header: string | undefined): Signed {
  if (!header) throw missingToken('Missing Authentication Token');
  const field = (name: string): string => new RegExp(`${name}=([^,\\s]+)`).exec(header)?.[1] ?? '';
  const [accessKeyId = '', date = '', ...rest] = field('Credential').split('/');
  const headers = field('SignedHeaders').split(';').filter(Boolean);
  const signature = field('Signature');
  if (!header.startsWith(`${algorithm} `) || !accessKeyId || headers.length === 0 || !signature) {
    throw invalidSignature('The Authorization header is incomplete.');
  }
  return { accessKeyId, date, scope: [date, ...rest].join('/'), headers, signature };
}

function checkDate(stamp: string, scopeDate: string): void {
  const at = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(at) || !stamp.startsWith(scopeDate)) throw invalidSignature('X-Amz-Date is missing or wrong.');
  if (Math.abs(Date.now() - at) > allowedSkewMs) throw invalidSignature(`Signature expired: ${stamp}.`);
}

function canonicalRequest(request: IncomingMessage, signedHeaders: string[], bodyHash: string): string {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const headers = signedHeaders.map((name) => {
    const value = request.headers[name] ?? '';
    return `${name}:${String(value).trim().replace(/\s+/g, ' ')}\n`;
  });
  return [
    request.method,
    encodeURIComponent(path).replaceAll('%2F', '/'), // encoded twice, as all services but S3 do
    canonicalQuery(query),
    headers.join(''),
    signedHeaders.join(';'),
    bodyHash,
  ].join('\n');
}

const strict = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${strict(name)}=${strict(value)}`)
    .toSorted()
    .join('&');
}

function signingKey(keys: KeyPair, date: string, region: string): Buffer {
  const steps = [date, region, 'glacier', 'aws4_request'];
  return steps.reduce<Buffer>(
    (key, step) => createHmac('sha256', key).update(step).digest(),
    Buffer.from(`AWS4${keys.secretAccessKey}`),
  );
}
