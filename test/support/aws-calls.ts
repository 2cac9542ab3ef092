// test/support/aws-calls.ts — what IAM would be asked for a request to AWS, read off the request itself and its answer's status.
import type { IncomingMessage } from 'node:http';
import type { Config } from '../../config.ts';
import { glacierAsk } from './aws-calls-glacier.ts';
import { s3Asks } from './aws-calls-s3.ts';

/** An action on a resource as infra/permissions names it, such as `dynamodb:GetItem` on `table/annotations`. */
export interface Ask {
  action: string;
  on: string;
}

export interface Exchange {
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>;
  body: Buffer;
  /** Of the answer: S3 says "not found" only to those who may list. */
  status: number;
}

type Names = Pick<Config, 'storage' | 'archive' | 'tables' | 'queues' | 'topics'>;

/** Reads what each request asks for, under the names of this configuration. Throws on a request that it can't read. */
export function awsCallReader(config: Names): (exchange: Exchange) => Ask[] {
  const table = namer('table', byName(config.tables));
  const queue = namer('queue', withDead(byName(config.queues)));
  const topic = namer('topic', byName(config.topics));
  const { storage, archive } = config;
  const bucket = (name: string) =>
    ({ [storage.inputsBucket]: 'inputs', [storage.resultsBucket]: 'results', [archive.bucket]: 'archive' })[name];

  return ({ request, body, status }) => {
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      const [service = '', operation = ''] = target.split('.');
      const input = JSON.parse(body.toString()) as Record<string, unknown>;
      if (service.startsWith('DynamoDB')) return dynamoAsks(operation, input, table);
      if (service === 'AmazonSQS') return [{ action: `sqs:${single(operation)}`, on: queue(queueName(input)) }];
      throw new Error(`No service of ours: ${target}`);
    }
    if (request.headers['x-amz-glacier-version']) return [glacierAsk(request)];
    if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
      const form = new URLSearchParams(body.toString());
      return [{ action: `sns:${form.get('Action')}`, on: topic(form.get('TopicArn') ?? '') }];
    }
    return s3Asks({ request, body, status }, bucket);
  };
}

/** `annotationComplete: gas-annotation-complete` as a look-up from the one to the other, in the words of the table. */
function byName(names: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [name, dashed(key)]));
}

const dashed = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function withDead(queues: Record<string, string>): Record<string, string> {
  const dead = Object.entries(queues).map(([name, key]) => [`${name}-dead`, `${key}-dead`]);
  return { ...queues, ...Object.fromEntries(dead) };
}

function namer(kind: string, known: Record<string, string>): (name: string) => string {
  return (name) => {
    if (!known[name]) throw new Error(`No ${kind} of ours: ${name}`);
    return `${kind}/${known[name]}`;
  };
}

const queueName = ({ QueueUrl, QueueName }: Record<string, unknown>) =>
  String(QueueName ?? QueueUrl)
    .split('/')
    .at(-1)!;

/** IAM knows the batches of SQS by the single action. */
const single = (operation: string) => operation.replace(/Batch$/, '');

function dynamoAsks(operation: string, input: Record<string, unknown>, table: (name: string) => string): Ask[] {
  if (operation === 'TransactWriteItems') {
    const items = input['TransactItems'] as Record<string, { TableName: string }>[];
    return items.flatMap((item) =>
      Object.entries(item).map(([kind, { TableName }]) => ({
        action: `dynamodb:${kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`}`,
        on: table(TableName),
      })),
    );
  }
  const action = `dynamodb:${operation}`;
  if (input['RequestItems']) return Object.keys(input['RequestItems']).map((name) => ({ action, on: table(name) }));
  const on = table(String(input['TableName']));
  return [{ action, on: input['IndexName'] ? `${on}/index` : on }];
}
