// adapters/aws/user-records.ts — the table `users`: the profile is written by web, role and plan by activities.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { UserId } from '../../domain/job.ts';
import type { Plan, Role } from '../../domain/plan.ts';
import { ROLES, UNKNOWN_USER } from '../../domain/plan.ts';
import type { Profile, UserRecords } from '../../domain/ports.ts';
import type { Item } from './item-values.ts';
import { given, number, text } from './item-values.ts';
import { updateExpression } from './update-expression.ts';
import { writeOnce, writeToken } from './write-token.ts';

/** Users in DynamoDB. One who has no item, or no plan in it, is free at version 0. */
export function userRecords({ client, table }: { client: DynamoDBDocumentClient; table: string }): UserRecords {
  async function read(userId: UserId): Promise<Item | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: { user_id: userId }, ConsistentRead: true }),
    );
    return Item;
  }

  const update = (userId: UserId, parts: ReturnType<typeof updateExpression> & { ConditionExpression?: string }) =>
    client.send(new UpdateCommand({ TableName: table, Key: { user_id: userId }, ...parts }));

  return {
    async get(userId) {
      const item = (await read(userId)) ?? {};
      return { profile: profileOf(item), plan: planOf(item) };
    },

    async saveProfile(userId, { name, email, institution }) {
      await update(userId, updateExpression({ name, email, institution }));
    },

    async savePlan(userId, { version, plan }) {
      const mark = writeToken(plan.version);
      const parts = updateExpression({ ...planAttributes(plan), [`plan_${mark.attribute}`]: mark.token });
      const write = () =>
        update(userId, {
          ...parts,
          ExpressionAttributeNames: { ...parts.ExpressionAttributeNames, '#plan_version': 'plan_version' },
          ExpressionAttributeValues: { ...parts.ExpressionAttributeValues, ':at_version': version },
          ConditionExpression: atPlanVersion(version, ':at_version'),
        });
      return writeOnce({ ...mark, attribute: `plan_${mark.attribute}` }, { write, read: () => read(userId) });
    },
  };
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
