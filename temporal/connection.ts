// temporal/connection.ts — how Temporal is reached, by clients and workers alike.
import { Client, Connection } from '@temporalio/client';
import type { ClientPlugin, TLSConfig } from '@temporalio/client';

export interface TemporalAddress {
  address: string;
  namespace: string;
  /** Without it the connection is plain. An empty one believes public authorities. */
  tls?: TLSConfig;
  apiKey?: string;
}

/** A client that connects when it is first used, so that a process starts while Temporal is away. */
export function connectClient(temporal: TemporalAddress, plugins: ClientPlugin[] = []): Client {
  return new Client({
    connection: Connection.lazy(connectionOptions(temporal)),
    namespace: temporal.namespace,
    plugins,
  });
}

/** For a connection of either SDK. */
export function connectionOptions({ address, tls, apiKey }: Omit<TemporalAddress, 'namespace'>) {
  return {
    address,
    tls: tls ?? null, // an API key alone would turn it on
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}
