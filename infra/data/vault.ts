// infra/data/vault.ts — the vault and its notification, which CloudFormation does not know: a function of ours makes them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

const CODE = readFileSync(join(import.meta.dirname, 'vault-function.cjs'), 'utf8');

/** The vault outlives the stack: deleting that removes the notification, and never the vault. */
export class Vault extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { vaultName, thaws }: { vaultName: string; thaws: sns.Topic }) {
    super(scope, id);
    this.arn = Stack.of(this).formatArn({ service: 'glacier', resource: 'vaults', resourceName: vaultName });
    const handler = this.handler();
    const may = (resource: string, ...actions: string[]) =>
      handler.addToRolePolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
    may(this.arn, 'glacier:CreateVault', 'glacier:SetVaultNotifications');
    // Also of the vault of before, where the name has changed.
    may(
      Stack.of(this).formatArn({ service: 'glacier', resource: 'vaults', resourceName: '*' }),
      'glacier:DeleteVaultNotifications',
    );
    // What Glacier publishes comes in the name of the vault's account, as the topic's policy is by default.
    thaws.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'RetrievalsOfTheVault',
        principals: [new iam.AnyPrincipal()],
        actions: ['sns:Publish'],
        resources: [thaws.topicArn],
        conditions: { StringEquals: { 'aws:SourceOwner': Stack.of(this).account } },
      }),
    );
    const resource = new CustomResource(this, 'Vault', {
      serviceToken: handler.functionArn,
      resourceType: 'Custom::GlacierVault',
      serviceTimeout: Duration.minutes(5),
      properties: { VaultName: vaultName, TopicArn: thaws.topicArn },
    });
    resource.node.addDependency(handler);
  }

  private handler(): lambda.Function {
    return new lambda.Function(this, 'Function', {
      description: 'Makes the Glacier vault and its notification',
      code: lambda.Code.fromInline(CODE),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      timeout: Duration.minutes(1),
      logGroup: new logs.LogGroup(this, 'Log', {
        retention: logs.RetentionDays.THREE_MONTHS,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
  }
}
