// adapters/aws/read-row.ts — consistent reads of single rows. Those that are asked for at the same moment travel together: a
// request of many people at once is one, so that a busy process costs the table, and itself, less for each.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { batchGet } from './batch-get.ts';
import type { Item } from './item-values.ts';

export type ReadRow = (key: string) => Promise<Item | undefined>;

interface Waiting {
  resolve: (item: Item | undefined) => void;
  reject: (error: unknown) => void;
}

/** Reads rows of a table by its one key attribute; each read sees every write that had ended when it was asked for. */
export function rowReader(client: DynamoDBDocumentClient, table: string, keyName: string): ReadRow {
  let waiting = new Map<string, Waiting[]>();

  async function readAll(asked: ReadonlyMap<string, Waiting[]>): Promise<void> {
    try {
      const items = await read([...asked.keys()]);
      const found = new Map(items.map((item) => [item[keyName], item]));
      for (const [key, readers] of asked) for (const { resolve } of readers) resolve(found.get(key));
    } catch (error) {
      for (const { reject } of [...asked.values()].flat()) reject(error);
    }
  }

  async function read(keys: readonly string[]): Promise<Item[]> {
    if (keys.length > 1) return batchGet(client, { table }, keys.map((key) => ({ [keyName]: key }))); // prettier-ignore
    const get = new GetCommand({ TableName: table, Key: { [keyName]: keys[0] }, ConsistentRead: true });
    const { Item } = await client.send(get);
    return Item ? [Item] : [];
  }

  return (key) => {
    if (waiting.size === 0) {
      setImmediate(() => {
        const asked = waiting;
        waiting = new Map();
        void readAll(asked);
      });
    }
    const { promise, resolve, reject } = Promise.withResolvers<Item | undefined>();
    waiting.set(key, [...(waiting.get(key) ?? []), { resolve, reject }]);
    return promise;
  };
}
