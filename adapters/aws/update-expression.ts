// adapters/aws/update-expression.ts — attributes to set and to remove, as DynamoDB's update expression.
import type { Item } from './item-values.ts';

/** Sets what is given and removes what is undefined; names and values are `#attribute` and `:attribute`. */
export function updateExpression(attributes: Item) {
  const names = Object.keys(attributes);
  const sets = names.filter((name) => attributes[name] !== undefined);
  const removes = names.filter((name) => attributes[name] === undefined);
  const clauses = [
    ...(removes.length > 0 ? [`REMOVE ${removes.map((name) => `#${name}`).join(', ')}`] : []),
    ...(sets.length > 0 ? [`SET ${sets.map((name) => `#${name} = :${name}`).join(', ')}`] : []),
  ];
  return {
    UpdateExpression: clauses.join(' '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    // DynamoDB refuses an empty map of values.
    ...(sets.length > 0
      ? { ExpressionAttributeValues: Object.fromEntries(sets.map((name) => [`:${name}`, attributes[name]])) }
      : {}),
  };
}
