// adapters/aws/checks/index.ts — everything of AWS that the service stands on, looked at with one set of clients.
import type { ArchiveStoreName } from '../../../domain/archive.ts';
import type { Check } from '../../../domain/checkup.ts';
import type { AwsOptions } from '../clients.ts';
import { awsClients, closeClients, sesClient } from '../clients.ts';
import { archiveChecks } from './archives.ts';
import { bucketChecks, type BucketsOptions } from './buckets.ts';
import { sesCheck } from './ses.ts';
import { queueChecks, type QueuesOptions } from './queues.ts';
import { tableChecks, type TablesOptions } from './tables.ts';

export interface AwsChecksOptions extends Pick<QueuesOptions, 'queues' | 'topics'> {
  aws: AwsOptions;
  storage: BucketsOptions['storage'];
  archive: { stores: readonly ArchiveStoreName[]; vault: string; bucket: string };
  tables: TablesOptions['tables'];
  /** The origin of the pages. */
  webOrigin: string;
  mail: { target: string; from: string };
}

/** Every check of AWS; `close` lets the sockets go. */
export function awsChecks(options: AwsChecksOptions): { checks: Check[]; close: () => void } {
  const { aws, storage, archive, tables, queues, topics, webOrigin, mail } = options;
  const clients = awsClients(aws);
  const { dynamo, s3, sqs, sns, glacier } = clients;
  const ses = mail.target.startsWith('ses:') ? sesClient(aws) : undefined;
  const keepsInS3 = archive.stores.includes('s3-glacier');
  return {
    checks: [
      ...tableChecks({ client: dynamo, tables, backups: aws.endpoint === undefined }),
      ...bucketChecks({
        client: s3,
        storage,
        webOrigin,
        ...(keepsInS3 ? { archiveBucket: archive.bucket } : {}),
      }),
      ...queueChecks({ sqs, sns, queues, topics }),
      ...(ses ? [sesCheck({ client: ses, from: mail.from })] : []),
      ...archiveChecks({ ...archive, glacier, s3, topic: topics['thaws']! }),
    ],
    close: () => {
      closeClients(clients);
      ses?.destroy();
    },
  };
}
