// chaos/fault-proxy-operations.ts — which operation of which AWS service a request is, from what its bytes begin with.
import type { IncomingHttpHeaders } from 'node:http';

export type AwsService = 's3' | 'dynamodb' | 'sqs' | 'sns';

export interface AwsOperation {
  service: AwsService;
  /** As AWS names it: `CopyObject`, `TransactWriteItems`, `ReceiveMessage`. */
  operation: string;
  bucket?: string;
  key?: string;
  versionId?: string;
  /** Of a copy: `bucket/key?versionId=...`, URL-encoded. */
  source?: string;
  /** The table, queue or topic. */
  resource?: string;
  /** Of a restore. */
  tier?: string;
}

interface Head {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
}

/** The bodies that are read before a request is sent on: calls of JSON and forms, and orders in XML. Never an object. */
export function isCall({ method, url, headers }: Head): boolean {
  const isNamed = headers['x-amz-target'] !== undefined || isForm(headers['content-type']);
  return isNamed || (method === 'POST' && /[?&]restore\b/.test(url));
}

export function operationOf(head: Head, body: Buffer | undefined): AwsOperation {
  const [target = '', operation = ''] = String(head.headers['x-amz-target']).split('.');
  const text = body?.toString() ?? '';
  if (target.startsWith('DynamoDB')) return { service: 'dynamodb', operation, ...resourceOf(text, TABLE) };
  if (target === 'AmazonSQS') return { service: 'sqs', operation, ...resourceOf(text, QUEUE) };
  if (!isForm(head.headers['content-type'])) return s3Operation(head, text);
  const form = new URLSearchParams(text);
  return { service: 'sns', operation: form.get('Action') ?? '', resource: form.get('TopicArn') ?? '' };
}

const TABLE = /"TableName":\s*"([^"]+)"/;
const QUEUE = /"QueueUrl":\s*"([^"]+)"/;

function s3Operation({ method, url, headers }: Head, body: string): AwsOperation {
  const { pathname, searchParams: query } = new URL(url, 'http://s3');
  const [, bucket = '', ...key] = pathname.split('/').map(decodeURIComponent);
  const source = headers['x-amz-copy-source'];
  const versionId = query.get('versionId');
  const tier = /<Tier>(\w+)<\/Tier>/.exec(body)?.[1];
  const operation = nameOf({ method, query, isCopy: source !== undefined, isBucket: key.join('/') === '' });
  return {
    service: 's3',
    operation,
    bucket,
    ...(key.length > 0 ? { key: key.join('/') } : {}),
    ...(versionId ? { versionId } : {}),
    ...(typeof source === 'string' ? { source } : {}),
    ...(tier ? { tier } : {}),
  };
}

const OF_UPLOAD: Record<string, string> = {
  PUT: 'UploadPart',
  POST: 'CompleteMultipartUpload',
  DELETE: 'AbortMultipartUpload',
  GET: 'ListParts',
};
const OF_BUCKET: Record<string, string> = {
  GET: 'ListObjectsV2',
  PUT: 'CreateBucket',
  HEAD: 'HeadBucket',
  POST: 'PostObject',
};
const OF_OBJECT: Record<string, string> = {
  GET: 'GetObject',
  PUT: 'PutObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};
/** Operations that a parameter without a value names. */
const BY_PARAMETER: readonly (readonly [string, string, string])[] = [
  ['POST', 'delete', 'DeleteObjects'],
  ['POST', 'restore', 'RestoreObject'],
  ['POST', 'uploads', 'CreateMultipartUpload'],
  ['GET', 'uploads', 'ListMultipartUploads'],
  ['GET', 'versions', 'ListObjectVersions'],
];

interface Named {
  method: string;
  query: URLSearchParams;
  isCopy: boolean;
  isBucket: boolean;
}

function nameOf({ method, query, isCopy, isBucket }: Named): string {
  const byParameter = BY_PARAMETER.find(([of, parameter]) => of === method && query.has(parameter));
  if (byParameter) return byParameter[2];
  if (query.has('uploadId')) return isCopy ? 'UploadPartCopy' : (OF_UPLOAD[method] ?? method);
  if (isCopy) return 'CopyObject';
  return (isBucket ? OF_BUCKET : OF_OBJECT)[method] ?? method;
}

function resourceOf(body: string, pattern: RegExp): { resource?: string } {
  const resource = pattern.exec(body)?.[1];
  return resource === undefined ? {} : { resource };
}

function isForm(type = ''): boolean {
  return type.startsWith('application/x-www-form-urlencoded');
}
