// local/resources.ts — buckets, tables, queues, topics and the vault of the embedded stack; every call may be repeated.
import { CreateVaultCommand, GlacierClient, SetVaultNotificationsCommand } from '@aws-sdk/client-glacier';
import type { Config } from '../config.ts';
import { announceRestores, createBuckets } from './resources-buckets.ts';
import { clientOptions, withClient } from './resources-client.ts';
import { createQueues } from './resources-queues.ts';
import { createTables } from './resources-tables.ts';

/** Everything the service needs in S3, SQS, SNS and DynamoDB, under the names of `config`. */
export async function createAwsResources(config: Config): Promise<void> {
  await Promise.all([createBuckets(config), createTables(config), createQueues(config)]);
  await announceRestores(config);
}

/** The vault, announcing finished retrievals on the topic of the thaws. */
export async function createVault({ aws, archive, topics }: Config): Promise<void> {
  const endpoint = aws.glacierEndpoint ? { endpoint: aws.glacierEndpoint } : {};
  const vault = { accountId: '-', vaultName: archive.vault };
  const vaultNotificationConfig = { SNSTopic: topics.thaws, Events: ['ArchiveRetrievalCompleted'] };
  await withClient(new GlacierClient({ ...clientOptions(aws), ...endpoint }), async (glacier) => {
    await glacier.send(new CreateVaultCommand(vault));
    await glacier.send(new SetVaultNotificationsCommand({ ...vault, vaultNotificationConfig }));
  });
}
