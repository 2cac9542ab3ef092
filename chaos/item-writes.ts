// chaos/item-writes.ts — reads the writes out of a request to DynamoDB, by attribute names alone.
import type { ItemWrite } from './events.ts';
import type { Row } from './rows.ts';

type Value = { S?: string; N?: string; BOOL?: boolean; M?: object; L?: unknown[] };
type Item = Record<string, Value>;

interface Write {
  TableName: string;
  Key?: Item;
  Item?: Item;
  UpdateExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
}
interface Body extends Partial<Write> {
  ClientRequestToken?: string;
  TransactItems?: { Put?: Write; Update?: Write; Delete?: Write }[];
}

/** Kept out of the log: long, private, or of no use to a checker. */
const LEFT_OUT = /^(timeline|name|email|institution|write_token_\d|plan_write_token_\d)$/;

/** The writes that a request of this name asks for; a condition check is none. */
export function itemWrites(name: string, body: Body): ItemWrite[] {
  if (name === 'TransactWriteItems') {
    const { TransactItems = [], ClientRequestToken: transaction } = body;
    const writes = TransactItems.flatMap(({ Put, Update, Delete }) => [
      ...(Put ? [put(Put)] : []),
      ...(Update ? [update(Update)] : []),
      ...(Delete ? [removal(Delete)] : []),
    ]);
    return transaction ? writes.map((write) => ({ ...write, transaction })) : writes;
  }
  const write = body as Write;
  if (name === 'PutItem') return [put(write)];
  if (name === 'UpdateItem') return [update(write)];
  if (name === 'DeleteItem') return [removal(write)];
  return [];
}

function put({ TableName: table, Item = {} }: Write): ItemWrite {
  const set = plainItem(Item);
  return { table, key: keyOf(set), kind: 'put', set, remove: [] };
}

function removal({ TableName: table, Key = {} }: Write): ItemWrite {
  return { table, key: keyOf(plainItem(Key)), kind: 'delete', set: {}, remove: [] };
}

function update(write: Write): ItemWrite {
  const { TableName: table, Key = {}, UpdateExpression = '' } = write;
  const values = plainItem(write.ExpressionAttributeValues ?? {}, () => true);
  const nameOf = (word: string) => write.ExpressionAttributeNames?.[word] ?? word;
  const set: Row = {};
  for (const assignment of clause(UpdateExpression, 'SET')) {
    const [, left = '', right = ''] = /^(\S+)\s*=\s*(.*)$/s.exec(assignment) ?? [];
    const attribute = nameOf(left);
    // What is computed from the item itself (if_not_exists and the like) is read from the store in the end.
    if (right.trim() in values && !LEFT_OUT.test(attribute)) set[attribute] = values[right.trim()];
  }
  const remove = clause(UpdateExpression, 'REMOVE').map(nameOf);
  return { table, key: keyOf(plainItem(Key)), kind: 'update', set, remove };
}

/** The parts of one clause of an update expression, cut at commas outside parentheses. */
function clause(expression: string, keyword: string): string[] {
  const found = new RegExp(`\\b${keyword}\\b(.*?)(?=\\b(?:SET|REMOVE|ADD|DELETE)\\b|$)`, 's').exec(expression)?.[1];
  return (found ?? '')
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function keyOf(item: Row): string {
  return String(item['job_id'] ?? item['user_id'] ?? Object.values(item)[0]);
}

/** An item in plain values, without what the log leaves out. */
export function plainItem(item: Item, keep = (name: string) => !LEFT_OUT.test(name)): Row {
  const entries = Object.entries(item).filter(([name, value]) => keep(name) && !('M' in value || 'L' in value));
  return Object.fromEntries(entries.map(([name, value]) => [name, plain(value)]));
}

function plain({ S: text, N: digits, BOOL: flag }: Value): string | number | boolean | undefined {
  return digits === undefined ? (text ?? flag) : Number(digits);
}
