// test/temporal/support/tls-front.ts — a Temporal that asks who calls, as Temporal Cloud does: TLS, then a client certificate or
// an API key; whoever may come in is handed on to the dev server behind it.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, constants, createSecureServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './authority.ts';

export interface TlsFront {
  address: string;
  /** The authorization of each call, as it came. */
  authorizations: (string | undefined)[];
  close(): Promise<void>;
}

export interface TlsFrontOptions {
  /** The address of the server behind. */
  before: string;
  certificate: Certificate;
  /** PEM file of the authority whose certificates clients must have. */
  clientsOf?: string;
  apiKey?: string;
}

/** UNAUTHENTICATED of gRPC, as an answer without a body. */
const REFUSED = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '16', 'grpc-message': 'no' };

export async function tlsFront({ before, certificate, clientsOf, apiKey }: TlsFrontOptions): Promise<TlsFront> {
  const behind = connect(`http://${before}`);
  const authorizations: (string | undefined)[] = [];
  const server = createSecureServer({
    cert: readFileSync(certificate.cert),
    key: readFileSync(certificate.key),
    ...(clientsOf ? { ca: readFileSync(clientsOf), requestCert: true, rejectUnauthorized: true } : {}),
  });
  const connections = new Set<{ destroy(): void }>();
  server.on('session', (session) => connections.add(session));
  server.on('stream', (stream, headers) => {
    authorizations.push(headers.authorization);
    stream.on('error', () => undefined); // the caller has gone
    if (apiKey !== undefined && headers.authorization !== `Bearer ${apiKey}`)
      stream.respond(REFUSED, { endStream: true });
    else handOn(stream, headers);
  });

  function handOn(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const onward = behind.request(headers);
    let trailers: IncomingHttpHeaders = {};
    onward.on('response', (answer, flags) => {
      const isAll = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      stream.respond(answer, isAll ? { endStream: true } : { waitForTrailers: true });
    });
    onward.on('trailers', (last) => (trailers = last));
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    onward.on('error', () => stream.close());
    stream.once('close', () => onward.close());
    stream.pipe(onward).pipe(stream);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    authorizations,
    async close() {
      for (const connection of connections) connection.destroy();
      behind.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
