// test/support/aws-calls-glacier.ts — the action of a request to Glacier's vault API, by its method and path.
import type { IncomingMessage } from 'node:http';
import type { Ask } from './aws-calls.ts';

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
  [/^GET notification-configuration$/, 'GetVaultNotifications'],
];

const POLICY = /^\/[^/]+\/policies\/data-retrieval$/;

/** Such as `glacier:InitiateJob` on `vault`. Throws on a request that it does not know. */
export function glacierAsk({ method = 'GET', url = '/' }: Pick<IncomingMessage, 'method' | 'url'>): Ask {
  if (method === 'GET' && POLICY.test(url)) return { action: 'glacier:GetDataRetrievalPolicy', on: 'retrieval-policy' };
  const path = url.split('?')[0]!.replace(/^\/[^/]+\/vaults\/[^/]+\/?/, '');
  const action = ACTIONS.find(([shape]) => shape.test(`${method} ${path}`))?.[1];
  if (!action) throw new Error(`No call of Glacier's that is known here: ${method} ${url}`);
  return { action: `glacier:${action}`, on: 'vault' };
}
