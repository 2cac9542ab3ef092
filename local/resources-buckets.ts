// local/resources-buckets.ts — the two buckets: versioned, since a version id is the only fence of a late delete.
import {
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Config } from '../config.ts';
import { clientOptions, withClient } from './resources-client.ts';

/** Inputs, to which browsers upload, and results, from which they read ranges. */
export async function createBuckets({ aws, storage, web }: Config): Promise<void> {
  const origin = new URL(web.url).origin;
  await withClient(new S3Client({ ...clientOptions(aws), forcePathStyle: true }), async (s3) => {
    await Promise.all([storage.inputsBucket, storage.resultsBucket].map((bucket) => createBucket(s3, bucket, origin)));
  });
}

async function createBucket(s3: S3Client, bucket: string, origin: string): Promise<void> {
  const target = { Bucket: bucket };
  const exists = await s3.send(new HeadBucketCommand(target)).then(
    () => true,
    () => false,
  );
  if (!exists) await s3.send(new CreateBucketCommand(target));
  await s3.send(new PutBucketVersioningCommand({ ...target, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(new PutBucketCorsCommand({ ...target, CORSConfiguration: { CORSRules: [corsRule(origin)] } }));
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({ ...target, LifecycleConfiguration: { Rules: [abortUploads] } }),
  );
}

const corsRule = (origin: string) => ({
  AllowedOrigins: [origin],
  AllowedMethods: ['GET', 'HEAD', 'POST'],
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
