// local/resources-buckets.ts — the buckets: versioned, since a version id is the only fence of a late delete.
import {
  type CORSRule,
  CreateBucketCommand,
  type Event,
  HeadBucketCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Config } from '../config.ts';
import { clientOptions, withClient } from './resources-client.ts';

/** Inputs, to which browsers upload, results, from which they read ranges, and archives, which no browser sees. */
export async function createBuckets({ aws, storage, archive, web }: Config): Promise<void> {
  const origin = new URL(web.url).origin;
  await withClient(new S3Client({ ...clientOptions(aws), forcePathStyle: true }), async (s3) => {
    await Promise.all([
      createBucket(s3, storage.inputsBucket, corsRule(origin)),
      createBucket(s3, storage.resultsBucket, corsRule(origin)),
      createBucket(s3, archive.bucket),
    ]);
  });
}

/** Finished restores are announced on the topic of the thaws, which must be there; S3 tests that at once. */
export async function announceRestores({ aws, archive, topics }: Config): Promise<void> {
  const TopicConfigurations = [{ TopicArn: topics.thaws, Events: [RESTORES] }];
  await withClient(new S3Client({ ...clientOptions(aws), forcePathStyle: true }), async (s3) => {
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: archive.bucket,
        NotificationConfiguration: { TopicConfigurations },
      }),
    );
  });
}

const RESTORES: Event = 's3:ObjectRestore:*';

export async function createBucket(s3: S3Client, bucket: string, rule?: CORSRule): Promise<void> {
  const target = { Bucket: bucket };
  const exists = await s3.send(new HeadBucketCommand(target)).then(
    () => true,
    () => false,
  );
  if (!exists) await s3.send(new CreateBucketCommand(target));
  await s3.send(new PutBucketVersioningCommand({ ...target, VersioningConfiguration: { Status: 'Enabled' } }));
  if (rule) await s3.send(new PutBucketCorsCommand({ ...target, CORSConfiguration: { CORSRules: [rule] } }));
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({ ...target, LifecycleConfiguration: { Rules: [abortUploads] } }),
  );
}

const corsRule = (origin: string) => ({
  AllowedOrigins: [origin],
  AllowedMethods: ['GET', 'HEAD', 'POST', 'PUT'],
  AllowedHeaders: ['*'],
  ExposeHeaders: ['Accept-Ranges', 'Content-Length', 'Content-Range', 'ETag'],
  MaxAgeSeconds: 600,
});

/** A multipart upload that nobody completes is paid for until it is aborted. */
const abortUploads = {
  ID: 'abort-incomplete-uploads',
  Status: 'Enabled' as const,
  Filter: { Prefix: '' },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
};
