// chaos/operations.ts — names a request to AWS or to the vault: which operation, on what, for which job.
import type { IncomingHttpHeaders } from 'node:http';
import type { Operation } from './events.ts';
import { operationOf } from './fault-proxy-operations.ts';
import { itemWrites } from './item-writes.ts';

export interface Asked {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** `<prefix>/<user_id>/<job_id>~<name>` */
const KEY = new RegExp(`^[^/]+/(?<user>[^/]+)/(?<job>${UUID})~`);

/** The request at the door of S3, DynamoDB, SQS and SNS. */
export function awsOperation(asked: Asked): Operation {
  const isObject = asked.method === 'PUT' && !asked.headers['x-amz-target'];
  const { service, operation: name, resource, ...rest } = operationOf(asked, isObject ? undefined : asked.body);
  if (service === 's3') return { service, name, ...s3Details(asked, rest) };
  if (service !== 'dynamodb') return { service, name, queue: resource?.split(/[/:]/).at(-1) ?? '' };
  const writes = itemWrites(name, json(asked.body));
  const job = writes.find(({ table }) => table.endsWith('annotations'));
  return { service, name, ...(writes.length > 0 && { writes }), ...(job && { jobId: job.key }) };
}

function s3Details({ url, body }: Asked, { bucket = '', key = '' }: { bucket?: string; key?: string }) {
  const query = new URL(url, 'http://s3').searchParams;
  const listed = deletedVersions(query.has('delete') ? body.toString() : '');
  const versionIds = [...listed.map(({ versionId }) => versionId), ...query.getAll('versionId')];
  return {
    bucket,
    ...ofKey(key || (listed[0]?.key ?? query.get('prefix') ?? '')),
    ...(versionIds.length > 0 && { versionIds }),
    ...named('uploadId', query.get('uploadId')),
    ...(query.has('X-Amz-Signature') && { presigned: true }),
  };
}

function deletedVersions(xml: string): { key: string; versionId: string }[] {
  return [...xml.matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, one = '']) => ({
    key: (/<Key>(.*?)<\/Key>/s.exec(one)?.[1] ?? '').replaceAll('&amp;', '&'),
    versionId: /<VersionId>(.*?)<\/VersionId>/s.exec(one)?.[1] ?? 'null',
  }));
}

function ofKey(key: string): Pick<Operation, 'key' | 'jobId' | 'userId'> {
  const { user, job } = KEY.exec(key)?.groups ?? {};
  return { ...(key && { key }), ...(user && { userId: user }), ...(job && { jobId: job }) };
}

const VAULT_CALLS: readonly (readonly [string, RegExp, string])[] = [
  ['POST', /\/multipart-uploads$/, 'InitiateMultipartUpload'],
  ['PUT', /\/multipart-uploads\/[^/]+$/, 'UploadMultipartPart'],
  ['POST', /\/multipart-uploads\/[^/]+$/, 'CompleteMultipartUpload'],
  ['DELETE', /\/multipart-uploads\/[^/]+$/, 'AbortMultipartUpload'],
  ['POST', /\/archives$/, 'UploadArchive'],
  ['DELETE', /\/archives\/[^/]+$/, 'DeleteArchive'],
  ['POST', /\/jobs$/, 'InitiateJob'],
  ['GET', /\/multipart-uploads$/, 'ListMultipartUploads'],
  ['GET', /\/multipart-uploads\/[^/]+$/, 'ListParts'],
  ['GET', /\/jobs$/, 'ListJobs'],
  ['GET', /\/jobs\/[^/]+$/, 'DescribeJob'],
  ['GET', /\/jobs\/[^/]+\/output$/, 'GetJobOutput'],
];

/** The request at the door of the vault. */
export function vaultOperation({ method, url, headers, body }: Asked): Operation {
  const path = decodeURIComponent(new URL(url, 'http://vault').pathname);
  const name = VAULT_CALLS.find(([of, pattern]) => of === method && pattern.test(path))?.[2] ?? `${method} ${path}`;
  const { ArchiveId, Description, Tier } = name === 'InitiateJob' ? json(body) : {};
  const described = headers['x-amz-archive-description'] ?? Description;
  return {
    service: 'glacier',
    name,
    ...named('uploadId', /\/multipart-uploads\/([^/]+)/.exec(path)?.[1]),
    ...named('retrievalId', /\/jobs\/([^/]+)/.exec(path)?.[1]),
    ...named('archiveId', /\/archives\/([^/]+)/.exec(path)?.[1] ?? ArchiveId),
    ...named('jobId', new RegExp(UUID).exec(String(described))?.[0]),
    ...named('tier', Tier),
  };
}

function named<Name extends string>(name: Name, value: unknown): { [K in Name]?: string } {
  return typeof value === 'string' ? ({ [name]: value } as { [K in Name]: string }) : {};
}

function json(body: Buffer): Record<string, never> {
  try {
    return JSON.parse(body.toString()) as Record<string, never>;
  } catch {
    return {};
  }
}
