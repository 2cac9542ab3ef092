// infra/test/table-shapes.ts — the tables as the embedded stack asks for them, told by a stand-in for DynamoDB that only listens.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Config } from '../../config.ts';
import { createTables } from '../../local/resources-tables.ts';

interface TableShape {
  TableName: string;
  KeySchema: object[];
  AttributeDefinitions: object[];
  GlobalSecondaryIndexes?: object[];
  expires: boolean;
}

type Request = Omit<TableShape, 'expires'>;

/** What local/resources-tables.ts creates under these names. */
export async function tableShapes(names: Config): Promise<TableShape[]> {
  const created = new Map<string, Request>();
  const expiring = new Set<string>();
  const server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const input = (await json(request)) as Request;
    const operation = String(request.headers['x-amz-target']).split('.')[1];
    if (operation === 'CreateTable') created.set(input.TableName, input);
    if (operation === 'UpdateTimeToLive') expiring.add(input.TableName);
    const { GlobalSecondaryIndexes = [] } = created.get(input.TableName) ?? {};
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify({ Table: { TableStatus: 'ACTIVE', GlobalSecondaryIndexes } }));
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'nobody', secretAccessKey: 'nobody' };
  try {
    await createTables({ ...names, aws: { ...names.aws, endpoint, credentials } });
  } finally {
    server.close();
    server.closeAllConnections();
  }
  const shapeOf = ({ TableName, KeySchema, AttributeDefinitions, GlobalSecondaryIndexes }: Request): TableShape => ({
    TableName,
    KeySchema,
    AttributeDefinitions,
    ...(GlobalSecondaryIndexes ? { GlobalSecondaryIndexes } : {}),
    expires: expiring.has(TableName),
  });
  return [...created.values()].map(shapeOf);
}
