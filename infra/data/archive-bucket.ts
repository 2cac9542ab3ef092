// infra/data/archive-bucket.ts — the bucket of the storage classes, which announces finished restores on the topic of the thaws.
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { privateBucket } from './storage.ts';

export class ArchiveBucket extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, { bucketName, thaws }: { bucketName: string; thaws: sns.Topic }) {
    super(scope, id);
    this.bucket = privateBucket(this, 'Bucket', { bucketName });
    const policy = thaws.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'RestoresOfTheArchive',
        principals: [new iam.ServicePrincipal('s3.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [thaws.topicArn],
        conditions: {
          // By name: the bucket needs the policy first, so the policy can't wait for the bucket.
          ArnEquals: { 'aws:SourceArn': `arn:${Stack.of(this).partition}:s3:::${bucketName}` },
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        },
      }),
    );
    // Set on the bucket itself: the CDK's own way is a function that runs beside it, for no gain.
    const resource = this.bucket.node.defaultChild as s3.CfnBucket;
    resource.notificationConfiguration = {
      topicConfigurations: [{ event: 's3:ObjectRestore:*', topic: thaws.topicArn }],
    };
    if (policy.policyDependable) resource.node.addDependency(policy.policyDependable);
  }
}
