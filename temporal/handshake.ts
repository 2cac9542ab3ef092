// temporal/handshake.ts — why no connection to Temporal comes about: gRPC tries again until its time is up and then says only
// that. Certificates and names are what goes wrong in practice, and each has a setting that mends it.
import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { Problem } from '../domain/checkup.ts';
import type { TemporalAddress } from './connection.ts';

type Way = Pick<TemporalAddress, 'address' | 'tls'>;

const WITHIN_MS = 5000;
/** How HTTP/2 begins: its preface and a frame of settings, which is answered by one (RFC 9113, 3.4). */
const HELLO = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from('000000040000000000', 'hex'),
]);
const SETTINGS = 4;
/** What the network says, not a server: whoever asks by gRPC next says it as well. */
const NETWORK = /^E(CONNREFUSED|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH|TIMEDOUT)$|^ABORT_ERR$/;

/** Shakes hands as the client would. Throws Problem where TLS is what stands between us. */
export async function shakeHands(way: Way): Promise<void> {
  const socket = opened(way);
  const signal = AbortSignal.timeout(WITHIN_MS);
  const closed = once(socket, 'close', { signal }).then(() => {
    throw Object.assign(new Error('it closes the connection'), { code: 'CLOSED' });
  });
  try {
    socket.write(HELLO);
    const [answer] = (await Promise.race([once(socket, 'data', { signal }), closed])) as [Buffer];
    if (answer[3] !== SETTINGS) throw Object.assign(new Error('its answer is not HTTP/2'), { code: 'NO_HTTP2' });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!NETWORK.test(code)) throw meaningOf({ code, message }, way);
  } finally {
    closed.catch(() => undefined);
    socket.on('error', () => undefined).destroy();
  }
}

function opened({ address, tls }: Way): Socket {
  const { hostname, port } = new URL(`tcp://${address}`);
  const at = { host: hostname.replaceAll(/[[\]]/g, ''), port: Number(port) };
  if (!tls) return connectPlain(at);
  const pair = 'clientCertPair' in tls ? tls.clientCertPair : undefined;
  return connectSecure({
    ...at,
    ALPNProtocols: ['h2'],
    ...(tls.serverRootCACertificate ? { ca: Buffer.from(tls.serverRootCACertificate) } : {}),
    ...(tls.serverNameOverride ? { servername: tls.serverNameOverride } : {}),
    ...(pair ? { cert: Buffer.from(pair.crt), key: Buffer.from(pair.key) } : {}),
  });
}

function meaningOf({ code, message }: { code: string; message: string }, { address, tls }: Way): Problem {
  const [reason = ''] = message.split('\n');
  if (!tls)
    return new Problem(
      `${address} does not take a connection without TLS: ${reason}.`,
      'Set TEMPORAL_TLS=true, or the certificates of docs/temporal.md; or mend TEMPORAL_ADDRESS.',
    );
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return new Problem(
      `The certificate of ${address} is for another name: ${reason}`,
      'Set TEMPORAL_TLS_SERVER_NAME to the name that it is for, or mend TEMPORAL_ADDRESS.',
    );
  if (/wrong version number|packet length|application.protocol|HTTP\/2/i.test(message))
    return new Problem(
      `${address} is no Temporal with TLS.`,
      'Mend TEMPORAL_ADDRESS; or, on a network of your own, leave TEMPORAL_TLS and the certificates unset.',
    );
  if (/ALERT|ECONNRESET|CLOSED/.test(code))
    return new Problem(
      `${address} does not take our certificate, or wants one (${code}).`,
      'Set TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH to one of an authority that it knows, not expired.',
    );
  return new Problem(
    `We do not trust the certificate of ${address}: ${reason}.`,
    'Set TEMPORAL_TLS_SERVER_CA_CERT_PATH to the authority that signed it.',
  );
}
