// bench/archive/wire.ts — what our processes have sent to AWS, read from the log that bench/wire-log.ts keeps.
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { ROOT } from '../../local/environment.ts';

/** One request as a process sent it. */
export interface WireRequest {
  pid: number;
  at: number;
  method: string;
  host: string;
  path: string;
  /** `x-amz-target` of DynamoDB and SQS. */
  target?: string;
  /** Content-Range of a part that was sent, Range of what was asked for. */
  range?: string;
}

type Service = 'Glacier' | 'S3' | 'DynamoDB' | 'SNS' | 'SQS';

/** A request by its service and the name of its operation. */
export interface Sent extends WireRequest {
  service: Service;
  operation: string;
}

export interface Wire {
  /** Node options under which our processes keep the log. */
  nodeOptions: string;
  /** Everything sent since the last `clear`. */
  sent(): Promise<Sent[]>;
  clear(): Promise<void>;
}

/** A log in `folder`; `hosts` tells Glacier and S3, by `host:port`, from the other services. */
export function wireLog(folder: string, hosts: () => { glacier: string; s3: string }): Wire {
  const file = join(folder, 'wire.jsonl');
  const address = pathToFileURL(join(ROOT, 'bench/wire-log.ts'));
  address.searchParams.set('file', file);
  return {
    nodeOptions: `--import=${address.href}`,
    async sent() {
      const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').slice(0, -1);
      return lines.map((line) => named(JSON.parse(line) as WireRequest, hosts()));
    },
    clear: () => writeFile(file, ''),
  };
}

function named(request: WireRequest, { glacier, s3 }: { glacier: string; s3: string }): Sent {
  if (request.host === glacier) return { ...request, service: 'Glacier', operation: operationOf(GLACIER, request) };
  if (request.host === s3) return { ...request, service: 'S3', operation: operationOf(S3, request) };
  const [api = '', operation = 'Publish'] = request.target?.split('.') ?? ['SNS'];
  const service = api.startsWith('DynamoDB') ? 'DynamoDB' : api === 'AmazonSQS' ? 'SQS' : 'SNS';
  return { ...request, service, operation };
}

/** Operations by method and path, the first that fits. */
type Operations = readonly [method: string, path: RegExp, name: string][];

const GLACIER: Operations = [
  ['POST', /\/multipart-uploads$/, 'InitiateMultipartUpload'],
  ['PUT', /\/multipart-uploads\/[^/]+$/, 'UploadMultipartPart'],
  ['POST', /\/multipart-uploads\/[^/]+$/, 'CompleteMultipartUpload'],
  ['DELETE', /\/multipart-uploads\/[^/]+$/, 'AbortMultipartUpload'],
  ['GET', /\/multipart-uploads\/[^/?]+/, 'ListParts'],
  ['DELETE', /\/archives\/[^/]+$/, 'DeleteArchive'],
  ['POST', /\/jobs$/, 'InitiateJob'],
  ['GET', /\/jobs(\?.*)?$/, 'ListJobs'],
  ['GET', /\/jobs\/[^/]+\/output$/, 'GetJobOutput'],
  ['GET', /\/jobs\/[^/]+$/, 'DescribeJob'],
];

const S3: Operations = [
  ['GET', /\?(.*&)?versions/, 'ListObjectVersions'],
  ['POST', /\?(.*&)?uploads/, 'CreateMultipartUpload'],
  ['POST', /[?&]uploadId=/, 'CompleteMultipartUpload'],
  ['PUT', /[?&]uploadId=/, 'UploadPart'],
  ['GET', /[?&]uploadId=/, 'ListParts'],
  ['DELETE', /[?&]uploadId=/, 'AbortMultipartUpload'],
  ['POST', /\?(.*&)?delete/, 'DeleteObjects'],
  ['PUT', /./, 'PutObject'],
  ['GET', /./, 'GetObject'],
  ['HEAD', /./, 'HeadObject'],
];

function operationOf(operations: Operations, { method, path }: WireRequest): string {
  const found = operations.find(([verb, pattern]) => verb === method && pattern.test(path));
  return found?.[2] ?? `${method} ${path}`;
}
