// adapters/aws/index.ts — every port that AWS fulfils, from one configuration.
import type { AwsOptions } from './clients.ts';
import { awsClients, closeClients } from './clients.ts';
import type { Topics } from './events.ts';
import { snsEvents } from './events.ts';
import { glacierVault } from './glacier-vault.ts';
import { jobRecords } from './job-records.ts';
import { objectStore } from './object-store.ts';
import { sessionRecords } from './session-records.ts';
import { userRecords } from './user-records.ts';

export interface AwsAdaptersOptions {
  aws: AwsOptions;
  storage: { vault: string; partBytes: number };
  tables: { annotations: string; users: string; sessions: string };
  topics: Topics;
}

/** All ports over one set of clients; `close` lets their sockets go. */
export function awsAdapters({ aws, storage, tables, topics }: AwsAdaptersOptions) {
  const clients = awsClients(aws);
  const { partBytes, vault } = storage;
  return {
    jobs: jobRecords({ client: clients.dynamo, tables }),
    users: userRecords({ client: clients.dynamo, table: tables.users }),
    sessions: sessionRecords({ client: clients.dynamo, table: tables.sessions }),
    objects: objectStore({ client: clients.s3, partBytes }),
    archive: glacierVault({ client: clients.glacier, clientOnce: clients.glacierOnce, vault, partBytes }),
    events: snsEvents({ client: clients.sns, topics }),
    close: () => closeClients(clients),
  };
}
