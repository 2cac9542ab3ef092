// bench/web/bare-koa.ts — what web is measured against: Koa, a router, one call of DynamoDB, its answer as JSON. Nobody is
// asked who he is. Started by bench/web/api.ts as a process of its own, which it tells its port.
import type { AddressInfo } from 'node:net';
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import Koa from 'koa';
import Router from 'koa-router';
import { awsClients } from '../../adapters/aws/clients.ts';
import { readConfig } from '../../config.ts';
import { INDEX } from '../../adapters/aws/table-shapes.ts';

const { aws, tables } = readConfig();
const { dynamo } = awsClients(aws);
const router = new Router();

router.get('/jobs/:userId', async (ctx) => {
  const { Items } = await dynamo.send(
    new QueryCommand({
      TableName: tables.annotations,
      IndexName: INDEX,
      KeyConditionExpression: 'user_id = :user',
      ExpressionAttributeValues: { ':user': ctx.params['userId'] },
      ScanIndexForward: false,
      Limit: 50,
    }),
  );
  ctx.body = { jobs: Items };
});

router.get('/job/:jobId', async (ctx) => {
  const key = { job_id: ctx.params['jobId'] };
  const { Item } = await dynamo.send(new GetCommand({ TableName: tables.annotations, Key: key, ConsistentRead: true }));
  ctx.body = Item;
});

const app = new Koa();
app.use(router.routes());
const server = app.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
