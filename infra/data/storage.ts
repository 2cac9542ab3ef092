// infra/data/storage.ts — the buckets: versioned, private, encrypted, TLS only; what nobody completes goes after a week.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../../config.ts';

/** Inputs, to which browsers upload, and results, of which they read ranges. Kept when the stack goes. */
export class Storage extends Construct {
  readonly inputs: s3.Bucket;
  readonly results: s3.Bucket;

  constructor(scope: Construct, id: string, { storage, web }: Config) {
    super(scope, id);
    const cors = [corsRule(new URL(web.url).origin)];
    this.inputs = privateBucket(this, 'Inputs', { bucketName: storage.inputsBucket, cors });
    this.results = privateBucket(this, 'Results', { bucketName: storage.resultsBucket, cors });
  }
}

export function privateBucket(scope: Construct, id: string, props: s3.BucketProps): s3.Bucket {
  return new s3.Bucket(scope, id, {
    ...props,
    // A version id is the only fence of a late delete (docs/decisions/0003).
    versioned: true,
    encryption: s3.BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [{ id: 'abort-incomplete-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

function corsRule(origin: string): s3.CorsRule {
  return {
    allowedOrigins: [origin],
    allowedMethods: [s3.HttpMethods.GET, s3.HttpMethods.HEAD, s3.HttpMethods.POST, s3.HttpMethods.PUT],
    allowedHeaders: ['*'],
    exposedHeaders: ['Accept-Ranges', 'Content-Length', 'Content-Range', 'ETag'],
    maxAge: 600,
  };
}
