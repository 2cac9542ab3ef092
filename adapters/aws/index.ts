// adapters/aws/index.ts — every port that AWS fulfils, from one configuration.
import type { ArchiveStoreName } from '../../domain/archive.ts';
import type { ArchiveStore, ArchiveStores } from '../../domain/archive-store.ts';
import type { QueueKind } from '../../domain/message-queues.ts';
import { answerRecords } from './answer-records.ts';
import { auditLog } from './audit-log.ts';
import type { AwsOptions } from './clients.ts';
import { awsClients, closeClients } from './clients.ts';
import type { Topics } from './events.ts';
import { customers } from './customers.ts';
import { snsEvents } from './events.ts';
import { glacierVault } from './glacier-vault.ts';
import type { S3GlacierOptions } from './s3-glacier.ts';
import { s3Glacier } from './s3-glacier.ts';
import { deliveryLog } from './delivery-log.ts';
import { jobRecords } from './job-records.ts';
import { messageQueues } from './message-queues.ts';
import { objectStore } from './object-store.ts';
import { partUploads } from './part-uploads.ts';
import { retrievalBudget } from './retrieval-budget.ts';
import { sessionRecords } from './session-records.ts';
import { subscriptions } from './subscriptions.ts';
import { userRecords } from './user-records.ts';

export interface AwsAdaptersOptions {
  aws: AwsOptions;
  storage: { partBytes: number; keyPrefix: string };
  /** New archives go to `store`; `stores` are those that there are. */
  archive: { store: ArchiveStoreName; stores: readonly ArchiveStoreName[]; vault: string } & Pick<
    S3GlacierOptions,
    'bucket' | 'storageClass'
  >;
  tables: Record<'annotations' | 'users' | 'sessions' | 'budget' | 'audit' | 'deliveries', string>;
  queues: Record<QueueKind, string>;
  topics: Topics;
}

/** All ports over one set of clients; `close` lets their sockets go. */
export function awsAdapters({ aws, storage, archive, tables, queues, topics }: AwsAdaptersOptions) {
  const clients = awsClients(aws);
  const { partBytes, keyPrefix } = storage;
  const { vault, bucket, storageClass } = archive;
  const { dynamo } = clients;
  return {
    jobs: jobRecords({ client: dynamo, tables }),
    users: userRecords({ client: dynamo, table: tables.users }),
    answers: answerRecords({ client: dynamo, table: tables.sessions }),
    sessions: sessionRecords({ client: dynamo, table: tables.sessions }),
    objects: objectStore({ client: clients.s3, partBytes }),
    uploads: partUploads(clients.s3),
    archives: archiveStores(archive, {
      'glacier-vault': glacierVault({
        client: clients.glacier,
        clientOnce: clients.glacierOnce,
        vault,
        partBytes,
      }),
      's3-glacier': s3Glacier({
        client: clients.s3,
        clientOnce: clients.s3Once,
        bucket,
        storageClass,
        partBytes,
        keyPrefix,
      }),
    }),
    budget: retrievalBudget({ client: dynamo, table: tables.budget }),
    queues: messageQueues({ client: clients.sqs, names: queues }),
    audit: auditLog({ client: dynamo, table: tables.audit }),
    customers: customers({ client: dynamo, table: tables.users }),
    subscriptions: subscriptions({ client: dynamo, table: tables.users }),
    deliveries: deliveryLog({ client: dynamo, table: tables.deliveries }),
    events: snsEvents({ client: clients.sns, topics }),
    close: () => closeClients(clients),
  };
}

type Deployed = Pick<AwsAdaptersOptions['archive'], 'store' | 'stores'>;

function archiveStores({ store, stores }: Deployed, known: Record<ArchiveStoreName, ArchiveStore>): ArchiveStores {
  return {
    current: store,
    deployed: stores,
    of(name) {
      if (!stores.includes(name)) throw new Error(`This deployment has no ${name}; GAS_ARCHIVES says which it has.`);
      return known[name];
    },
  };
}
