import assert from 'node:assert/strict';
import { Match } from 'aws-cdk-lib/assertions';
import { tableShapes } from './table-shapes.ts';
import { synthesised } from './templates.ts';

type Resource = { Properties: Record<string, unknown>; DeletionPolicy?: string };
const KINDS = ['glacier-vault', 's3-glacier'] as const;

for (const archive of KINDS) {
  describe(`the stack that lasts, with ${archive}`, () => {
    const { data, names } = synthesised(archive);
    const all = (type: string) => Object.values(data.findResources(type)) as Resource[];
    const named = (type: string, property: string) => new Set(all(type).map(({ Properties }) => Properties[property]));

    it('has versioned, encrypted, private buckets in which unfinished uploads expire', () => {
      const buckets = all('AWS::S3::Bucket');
      const expected = [names.storage.inputsBucket, names.storage.resultsBucket];
      if (archive === 's3-glacier') expected.push(names.archive.bucket);
      assert.deepEqual(named('AWS::S3::Bucket', 'BucketName'), new Set(expected));
      data.allResourcesProperties('AWS::S3::Bucket', {
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: Match.anyValue(),
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        LifecycleConfiguration: {
          Rules: [Match.objectLike({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled' })],
        },
      });
      assert.ok(buckets.every(({ DeletionPolicy }) => DeletionPolicy === 'Retain'));
    });

    it('refuses what comes to buckets, topics and queues without TLS', () => {
      const insecure = Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
      for (const type of ['AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'])
        data.allResourcesProperties(type, { PolicyDocument: { Statement: Match.arrayWith([insecure]) } });
      assert.equal(all('AWS::S3::BucketPolicy').length, all('AWS::S3::Bucket').length);
      assert.equal(all('AWS::SNS::TopicPolicy').length, all('AWS::SNS::Topic').length);
      assert.equal(all('AWS::SQS::QueuePolicy').length, all('AWS::SQS::Queue').length);
    });

    it('lets the pages, and no others, read and write in browsers', () => {
      const origin = { AllowedOrigins: ['https://gas.example.org'], AllowedMethods: ['GET', 'HEAD', 'POST', 'PUT'] };
      data.resourcePropertiesCountIs(
        'AWS::S3::Bucket',
        { CorsConfiguration: { CorsRules: [Match.objectLike(origin)] } },
        2,
      );
    });

    it('has the tables of the embedded stack, restorable, protected, expiring where they expire there', async () => {
      const shapes = await tableShapes(names);
      assert.equal(all('AWS::DynamoDB::GlobalTable').length, shapes.length);
      for (const { TableName, expires, ...shape } of shapes)
        data.hasResource('AWS::DynamoDB::GlobalTable', {
          DeletionPolicy: 'Retain',
          Properties: {
            TableName,
            ...shape,
            BillingMode: 'PAY_PER_REQUEST',
            TimeToLiveSpecification: expires ? { AttributeName: 'expires_at', Enabled: true } : Match.absent(),
            Replicas: [
              Match.objectLike({
                PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
                DeletionProtectionEnabled: true,
              }),
            ],
          },
        });
    });

    it('has the topics and queues of the settings, each queue with dead letters and one topic that may send', () => {
      const topics = Object.values(names.topics).map((arn) => arn.split(':').at(-1));
      assert.deepEqual(named('AWS::SNS::Topic', 'TopicName'), new Set(topics));
      const queues = Object.values(names.queues);
      assert.deepEqual(
        named('AWS::SQS::Queue', 'QueueName'),
        new Set(queues.flatMap((queue) => [queue, `${queue}-dead`])),
      );
      data.allResourcesProperties('AWS::SQS::Queue', {
        MessageRetentionPeriod: 14 * 86_400,
        SqsManagedSseEnabled: true,
      });
      const working = {
        VisibilityTimeout: 60,
        ReceiveMessageWaitTimeSeconds: 20,
        RedrivePolicy: { maxReceiveCount: 5 },
      };
      data.resourcePropertiesCountIs('AWS::SQS::Queue', Match.objectLike(working), queues.length);
      const fromTopic = Match.objectLike({
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Principal: { Service: 'sns.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': Match.anyValue() } },
      });
      const policy = { PolicyDocument: { Statement: Match.arrayWith([fromTopic]) } };
      data.resourcePropertiesCountIs('AWS::SQS::QueuePolicy', policy, queues.length);
      data.resourceCountIs('AWS::SNS::Subscription', queues.length);
      data.allResourcesProperties('AWS::SNS::Subscription', { Protocol: 'sqs', RawMessageDelivery: Match.absent() });
    });

    it('has a secret for each setting that nobody may read, kept when the stack goes', () => {
      const secrets = ['GAS_CODEC_KEYS', 'GAS_NOTICE_SECRET', 'OIDC_CLIENT_SECRET', 'TEMPORAL_API_KEY'];
      assert.deepEqual(named('AWS::SecretsManager::Secret', 'Name'), new Set(secrets.map((secret) => `gas/${secret}`)));
      assert.ok(all('AWS::SecretsManager::Secret').every(({ DeletionPolicy }) => DeletionPolicy === 'Retain'));
    });

    it('has the mail domain, whose records for the DNS it prints', () => {
      data.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'example.org' });
      assert.equal(Object.keys(data.findOutputs('*')).filter((name) => name.includes('Dkim')).length, 3);
    });
  });
}

describe('the archives', () => {
  it('are a vault of a custom resource, which announces retrievals on the topic of the thaws', () => {
    const { data } = synthesised('glacier-vault');
    data.hasResourceProperties('Custom::GlacierVault', { VaultName: 'gas-archive', TopicArn: Match.anyValue() });
    const { s3 } = { s3: synthesised('s3-glacier').data };
    s3.resourceCountIs('Custom::GlacierVault', 0);
    s3.resourceCountIs('AWS::Lambda::Function', 0);
  });

  it('or a bucket that announces restores there, allowed by its name before it is made', () => {
    const { data, names } = synthesised('s3-glacier');
    const bucket = Object.values(
      data.findResources('AWS::S3::Bucket', { Properties: { BucketName: names.archive.bucket } }),
    )[0]!;
    assert.equal(bucket['Properties'].NotificationConfiguration.TopicConfigurations[0].Event, 's3:ObjectRestore:*');
    const waitsFor = [bucket['DependsOn']].flat() as string[];
    const policies = Object.keys(data.findResources('AWS::SNS::TopicPolicy'));
    assert.equal(waitsFor.filter((name) => policies.includes(name)).length, 1);
    data.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Sid: 'RestoresOfTheArchive', Principal: { Service: 's3.amazonaws.com' } }),
        ]),
      },
    });
  });
});
