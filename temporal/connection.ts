// temporal/connection.ts — the client of the Temporal service.
import { Client, Connection } from '@temporalio/client';

export interface TemporalAddress {
  address: string;
  namespace: string;
}

/** A client that connects when it is first used, so that a process starts while Temporal is away. */
export function connectClient({ address, namespace }: TemporalAddress): Client {
  return new Client({ connection: Connection.lazy({ address }), namespace });
}
