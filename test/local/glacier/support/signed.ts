// test/local/glacier/support/signed.ts — requests signed by Amazon's own signer, for what the SDK would not send.
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { credentials } from './a-glacier.ts';

type Data = string | ArrayBuffer | ArrayBufferView;
const bytesOf = (data: Data): Uint8Array | string => {
  if (typeof data === 'string') return data;
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
};

/** SHA-256, with a key HMAC, as the signer asks for it. */
class Sha256 {
  private readonly hash;
  constructor(key?: Data) {
    this.hash = key === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(key));
  }
  update(data: Data): void {
    this.hash.update(bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }
}

export interface Raw {
  method: string;
  path: string;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  body?: string;
}

/** Headers that sign the request; what `change` does to the options comes before signing. */
export async function sign(
  url: string,
  raw: Raw,
  change: { region?: string; keys?: typeof credentials; at?: Date } = {},
) {
  const { hostname, port, host } = new URL(url);
  const signer = new SignatureV4({
    credentials: change.keys ?? credentials,
    region: change.region ?? 'us-east-1',
    service: 'glacier',
    sha256: Sha256,
  });
  const headers = { host, 'x-amz-glacier-version': '2012-06-01', ...raw.headers };
  const request = { protocol: 'http:', hostname, port: Number(port), query: {}, ...raw, headers };
  return (await signer.sign(request, { signingDate: change.at ?? new Date() })).headers;
}

/** Sends it signed; answers status and error body. */
export async function send(url: string, raw: Raw, headers?: Record<string, string>) {
  const signed = headers ?? (await sign(url, raw));
  const query = new URLSearchParams(raw.query).toString();
  const { host: _, ...rest } = signed; // fetch sets it itself
  const response = await fetch(`${url}${raw.path}${query && `?${query}`}`, {
    method: raw.method,
    headers: rest,
    ...(raw.body !== undefined && { body: raw.body }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers };
}
