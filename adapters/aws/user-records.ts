// adapters/aws/user-records.ts — the table `users`: the profile is written by web, role and plan by activities.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { UserId } from '../../domain/job.ts';
import type { Plan, Role } from '../../domain/plan.ts';
import { ROLES, UNKNOWN_USER } from '../../domain/plan.ts';
import type { Profile, UserRecords } from '../../domain/ports.ts';
import type { Item } from './item-values.ts';
import { expirySeconds, given, number, text } from './item-values.ts';
import { rowReader } from './read-row.ts';
import { wishesOf } from './subscriptions.ts';
import { updateExpression } from './update-expression.ts';
import { writeOnce, writeToken } from './write-token.ts';

const CLOSING_ATTEMPTS = 5;

/** Users in DynamoDB. One who has no item, or no plan in it, is free at version 0. */
export function userRecords({ client, table }: { client: DynamoDBDocumentClient; table: string }): UserRecords {
  const read = rowReader(client, table, 'user_id');

  const update = (userId: UserId, parts: ReturnType<typeof updateExpression> & { ConditionExpression?: string }) =>
    client.send(new UpdateCommand({ TableName: table, Key: { user_id: userId }, ...parts }));

  return {
    async get(userId) {
      const item = (await read(userId)) ?? {};
      const known = given({ closedAt: number(item.closed_at), customerId: text(item.customer_id) });
      return { profile: profileOf(item), plan: planOf(item), ...known, ...wishesOf(item) };
    },

    async saveProfile(userId, { name, email, institution }) {
      await update(userId, updateExpression({ name, email, institution, ...STAYS }));
    },

    async savePlan(userId, { version, plan }) {
      const mark = writeToken(plan.version);
      const parts = updateExpression({ ...planAttributes(plan), ...STAYS, [`plan_${mark.attribute}`]: mark.token });
      const write = () =>
        update(userId, {
          ...parts,
          ExpressionAttributeNames: { ...parts.ExpressionAttributeNames, '#plan_version': 'plan_version' },
          ExpressionAttributeValues: { ...parts.ExpressionAttributeValues, ':at_version': version },
          ConditionExpression: atPlanVersion(version, ':at_version'),
        });
      return writeOnce({ ...mark, attribute: `plan_${mark.attribute}` }, { write, read: () => read(userId) });
    },

    close: (userId, at) => closeAccount({ client, table }, { userId, ...at, read: () => read(userId) }),
  };
}

/** Whoever comes back after closing an account has one again: it must not expire with what was left of the old one. */
const STAYS = { expires_at: undefined };

interface Closing {
  userId: UserId;
  closedAt: number;
  expiresAt: number;
  read: () => Promise<Item | undefined>;
}

/** Replaces the item whole, so that nothing survives that somebody else has put there. A later closing is kept. */
async function closeAccount(
  { client, table }: { client: DynamoDBDocumentClient; table: string },
  { userId, closedAt, expiresAt, read }: Closing,
): Promise<void> {
  for (let attempt = 0; attempt < CLOSING_ATTEMPTS; attempt += 1) {
    const item = (await read()) ?? {};
    if ((number(item.closed_at) ?? -1) >= closedAt) return;
    const version = number(item.plan_version) ?? 0;
    const put = new PutCommand({
      TableName: table,
      Item: {
        user_id: userId,
        plan_version: version + 1,
        // A change without a version goes by its time: one from before the closing must stay stale.
        ordered_at: closedAt,
        closed_at: closedAt,
        expires_at: expirySeconds(expiresAt),
      },
      ConditionExpression: atPlanVersion(version, ':version'),
      ExpressionAttributeNames: { '#plan_version': 'plan_version' },
      ExpressionAttributeValues: { ':version': version },
    });
    try {
      await client.send(put);
      return;
    } catch (error) {
      // A change of plan came between, or our own write's reply was lost: the next look tells.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
  throw new Error('The plan of an account changed at every attempt to close it.');
}

/** The part of a transaction that holds only while the user's plan is this one. */
export function planCondition(
  table: string,
  { userId, role, version }: { userId: UserId; role: Role; version: number },
) {
  // As in reading, whatever is not premium is free: an absent role, and one that nobody knows.
  const atRole = role === 'premium_user' ? '#role = :premium' : '(attribute_not_exists(#role) OR #role <> :premium)';
  return {
    TableName: table,
    Key: { user_id: userId },
    ConditionExpression: `${atRole} AND ${atPlanVersion(version, ':plan_version')}`,
    ExpressionAttributeNames: { '#role': 'role', '#plan_version': 'plan_version' },
    ExpressionAttributeValues: { ':premium': 'premium_user', ':plan_version': version },
  };
}

function atPlanVersion(version: number, value: string): string {
  const known = `#plan_version = ${value}`;
  return version === 0 ? `(attribute_not_exists(#plan_version) OR ${known})` : known;
}

function profileOf(item: Item): Profile {
  return given({ name: text(item.name), email: text(item.email), institution: text(item.institution) });
}

function planOf(item: Item): Plan {
  return {
    role: ROLES.find((role) => role === item.role) ?? UNKNOWN_USER.role,
    since: number(item.plan_since) ?? UNKNOWN_USER.since,
    version: number(item.plan_version) ?? UNKNOWN_USER.version,
    ...given({ changeId: text(item.change_id), orderedAt: number(item.ordered_at) }),
  };
}

function planAttributes(plan: Plan): Item {
  return {
    role: plan.role,
    plan_since: plan.since,
    plan_version: plan.version,
    change_id: plan.changeId,
    ordered_at: plan.orderedAt,
  };
}
