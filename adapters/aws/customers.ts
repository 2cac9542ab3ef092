// adapters/aws/customers.ts — which customer of the payment provider a user is, in an attribute of the table `users`.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Customers } from '../../domain/payments.ts';
import { text } from './item-values.ts';

export function customers({ client, table }: { client: DynamoDBDocumentClient; table: string }): Customers {
  return {
    async keep({ userId, customerId, instead }) {
      const Key = { user_id: userId };
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key,
            UpdateExpression: 'SET customer_id = :customer',
            // What is left of a closed account expires, and takes nothing.
            ConditionExpression:
              'attribute_not_exists(expires_at) AND (attribute_not_exists(customer_id) OR customer_id = :instead)',
            ExpressionAttributeValues: { ':customer': customerId, ':instead': instead ?? customerId },
          }),
        );
        return customerId;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const { Item = {} } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
        return text(Item['customer_id']);
      }
    },
  };
}
