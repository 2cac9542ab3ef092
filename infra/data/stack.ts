// infra/data/stack.ts — everything that lasts, and who may touch it: buckets, tables, messages, archives, secrets, roles.
import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { arnsOf } from '../access/arns.ts';
import { Roles } from '../access/roles.ts';
import { namesOf } from '../environment.ts';
import type { Deployment } from '../settings.ts';
import { ArchiveBucket } from './archive-bucket.ts';
import { MailIdentity } from './mail.ts';
import { Messaging } from './messaging.ts';
import { Secrets } from './secrets.ts';
import { Storage } from './storage.ts';
import { Tables } from './tables.ts';
import { Vault } from './vault.ts';

/** Deployed first, and enough for processes that run on instances. Nothing of value in it goes with the stack. */
export class DataStack extends Stack {
  readonly messaging: Messaging;
  readonly roles: Roles;
  readonly secrets: Secrets;
  readonly images: ecr.Repository;

  constructor(scope: Construct, id: string, { deployment, ...props }: StackProps & { deployment: Deployment }) {
    super(scope, id, { ...props, terminationProtection: true });
    const names = namesOf(deployment);
    const { name } = deployment;
    new Storage(this, 'Storage', names);
    new Tables(this, 'Tables', names);
    this.messaging = new Messaging(this, 'Messaging', names);
    const { thaws } = this.messaging.topics;
    const { stores, vault: vaultName, bucket: bucketName } = names.archive;
    if (stores.includes('glacier-vault')) new Vault(this, 'Vault', { vaultName, thaws });
    if (stores.includes('s3-glacier')) new ArchiveBucket(this, 'Archive', { bucketName, thaws });
    new MailIdentity(this, 'Mail', deployment.mailDomain);
    this.secrets = new Secrets(this, 'Secrets', deployment);
    this.roles = new Roles(this, 'Roles', {
      deployment,
      arns: arnsOf(this, { ...names, mailDomain: deployment.mailDomain }),
    });
    this.images = new ecr.Repository(this, 'Images', {
      repositoryName: name,
      imageScanOnPush: true,
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
