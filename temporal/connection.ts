// temporal/connection.ts — how Temporal is reached, by clients and workers alike.
import { fileURLToPath } from 'node:url';
import type { ClientPlugin, DataConverter, TLSConfig } from '@temporalio/client';
import { Client, Connection } from '@temporalio/client';
import type { CodecKey } from './codec.ts';
import { payloadCodec } from './codec.ts';

export interface TemporalAddress {
  address: string;
  namespace: string;
  /** Without it the connection is plain. An empty one believes public authorities. */
  tls?: TLSConfig;
  apiKey?: string;
  /** The first encrypts, all decrypt; none: payloads are clear. */
  codecKeys: readonly CodecKey[];
}

/** A client that connects when it is first used, so that a process starts while Temporal is away. */
export function connectClient(temporal: TemporalAddress, plugins: ClientPlugin[] = []): Client {
  return new Client({
    connection: Connection.lazy(connectionOptions(temporal)),
    namespace: temporal.namespace,
    dataConverter: dataConverter(temporal),
    plugins,
  });
}

/** The same for clients and workers. Without keys it still says what to do where something encrypted is met. */
export function dataConverter({ codecKeys }: Pick<TemporalAddress, 'codecKeys'>): DataConverter {
  const payloadCodecs = [payloadCodec(codecKeys)];
  if (codecKeys.length === 0) return { payloadCodecs };
  return { payloadCodecs, failureConverterPath: fileURLToPath(new URL('./sealed-failures.ts', import.meta.url)) };
}

/** For a connection of either SDK. */
export function connectionOptions({ address, tls, apiKey }: Pick<TemporalAddress, 'address' | 'tls' | 'apiKey'>) {
  return {
    address,
    tls: tls ?? null, // an API key alone would turn it on
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}
