// infra/data/tables.ts — the tables: the same keys and indexes as local/resources-tables.ts, which a test compares.
import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Config } from '../../config.ts';

type Kind = keyof Config['tables'];

const { STRING, NUMBER } = dynamodb.AttributeType;
const key = (name: string, type = STRING) => ({ name, type });

const KEYS: Record<Kind, { partitionKey: dynamodb.Attribute; sortKey?: dynamodb.Attribute }> = {
  annotations: { partitionKey: key('job_id') },
  users: { partitionKey: key('user_id') },
  sessions: { partitionKey: key('session_id') },
  budget: { partitionKey: key('budget_id') },
  audit: { partitionKey: key('subject'), sortKey: key('entry_id') },
  deliveries: { partitionKey: key('user_id'), sortKey: key('delivery_key') },
};
const INDEX = { indexName: 'user_id_index', partitionKey: key('user_id') };

/** Paid by request, restorable to any second of the last 35 days, kept when the stack goes. */
export class Tables extends Construct {
  readonly of: Record<Kind, dynamodb.TableV2>;

  constructor(scope: Construct, id: string, { tables }: Config) {
    super(scope, id);
    const kinds = Object.keys(KEYS) as Kind[];
    this.of = Object.fromEntries(kinds.map((kind) => [kind, this.table(kind, tables[kind])])) as typeof this.of;
    this.of.annotations.addGlobalSecondaryIndex({ ...INDEX, sortKey: key('submit_time', NUMBER) });
    this.of.sessions.addGlobalSecondaryIndex(INDEX);
  }

  private table(kind: Kind, tableName: string): dynamodb.TableV2 {
    return new dynamodb.TableV2(this, kind, {
      tableName,
      ...KEYS[kind],
      // The audit log is for good.
      ...(kind === 'audit' ? {} : { timeToLiveAttribute: 'expires_at' }),
      billing: dynamodb.Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
