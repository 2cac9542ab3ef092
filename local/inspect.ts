// local/inspect.ts — looks into the stores themselves, past the service: what demo and journeys believe in the end.
import { ListMultipartUploadsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Config } from '../config.ts';
import { clientOptions } from './resources-client.ts';

export interface Inspector {
  /** Archives and unfinished uploads, in the vault and in the archive bucket together. */
  cold(): Promise<{ archives: number; uploads: number }>;
  /** Messages in each queue and each dead-letter queue, waiting or in flight; only those that are not empty. */
  queues(): Promise<Record<string, number>>;
  /** Versions of a job's annotated VCF in the results bucket, delete markers included. */
  resultVersions(jobId: string): Promise<number>;
  close(): void;
}

export function openInspector(config: Config): Inspector {
  const sqs = new SQSClient(clientOptions(config.aws));
  const s3 = new S3Client({ ...clientOptions(config.aws), forcePathStyle: true });
  const names = Object.values(config.queues).flatMap((name) => [name, `${name}-dead`]);

  async function depth(name: string): Promise<number> {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
  }

  async function vault() {
    const response = await fetch(`${config.aws.glacierEndpoint}/_admin/state`);
    const { vaults } = (await response.json()) as { vaults: { archives: unknown[]; uploads: unknown[] }[] };
    const count = (of: (vault: (typeof vaults)[number]) => unknown[]) =>
      vaults.reduce((sum, each) => sum + of(each).length, 0);
    return { archives: count(({ archives }) => archives), uploads: count(({ uploads }) => uploads) };
  }

  async function bucket() {
    const Bucket = config.archive.bucket;
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    return { archives: Versions.length + DeleteMarkers.length, uploads: Uploads.length };
  }

  return {
    async cold() {
      const [one, other] = await Promise.all([vault(), bucket()]);
      return { archives: one.archives + other.archives, uploads: one.uploads + other.uploads };
    },
    async queues() {
      const depths = await Promise.all(names.map(async (name) => [name, await depth(name)] as const));
      return Object.fromEntries(depths.filter(([, messages]) => messages > 0));
    },
    async resultVersions(jobId) {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(
        new ListObjectVersionsCommand({ Bucket: config.storage.resultsBucket }),
      );
      return [...Versions, ...DeleteMarkers].filter(
        ({ Key }) => Key?.includes(`/${jobId}~`) && Key.endsWith('.annot.vcf.gz'),
      ).length;
    },
    close() {
      sqs.destroy();
      s3.destroy();
    },
  };
}
