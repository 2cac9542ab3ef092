// test/support/aws-calls-glacier.ts — the action of a request to Glacier's vault API, by its method and path.
import type { IncomingMessage } from 'node:http';

const ACTIONS: readonly [RegExp, string][] = [
  [/^POST archives$/, 'UploadArchive'],
  [/^DELETE archives\/[^/]+$/, 'DeleteArchive'],
  [/^POST multipart-uploads$/, 'InitiateMultipartUpload'],
  [/^GET multipart-uploads$/, 'ListMultipartUploads'],
  [/^PUT multipart-uploads\/[^/]+$/, 'UploadMultipartPart'],
  [/^POST multipart-uploads\/[^/]+$/, 'CompleteMultipartUpload'],
  [/^DELETE multipart-uploads\/[^/]+$/, 'AbortMultipartUpload'],
  [/^GET multipart-uploads\/[^/]+$/, 'ListParts'],
  [/^POST jobs$/, 'InitiateJob'],
  [/^GET jobs$/, 'ListJobs'],
  [/^GET jobs\/[^/]+$/, 'DescribeJob'],
  [/^GET jobs\/[^/]+\/output$/, 'GetJobOutput'],
  [/^GET $/, 'DescribeVault'],
];

/** Such as `glacier:InitiateJob`. Throws on a request that it does not know. */
export function glacierAction({ method = 'GET', url = '/' }: Pick<IncomingMessage, 'method' | 'url'>): string {
  const path = url.split('?')[0]!.replace(/^\/[^/]+\/vaults\/[^/]+\/?/, '');
  const action = ACTIONS.find(([shape]) => shape.test(`${method} ${path}`))?.[1];
  if (!action) throw new Error(`No call of Glacier's that is known here: ${method} ${url}`);
  return `glacier:${action}`;
}
