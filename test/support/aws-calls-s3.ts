// test/support/aws-calls-s3.ts — what S3 would ask IAM for a request with the bucket in its path.
import type { Ask, Exchange } from './aws-calls.ts';

type BucketName = (name: string) => string | undefined;

interface Place {
  bucket: string;
  key: string;
  query: URLSearchParams;
}

/** `objects/NAME` for objects, `bucket/NAME` for the bucket itself. Throws on a request that it does not know. */
export function s3Asks({ request, body, status }: Exchange, nameOf: BucketName): Ask[] {
  const place = placeOf(request.url ?? '/', nameOf);
  const method = request.method ?? 'GET';
  const source = request.headers['x-amz-copy-source'];
  return [
    ...(place.key ? objectAsks(method, place) : bucketAsks(method, place, body)),
    ...(typeof source === 'string' ? objectAsks('GET', placeOf(`/${source.replace(/^\//, '')}`, nameOf)) : []),
    // Without the right to list, what is not there is "access denied", which our code would take for trouble.
    ...(status === 404 && ['GET', 'HEAD'].includes(method)
      ? [{ action: 's3:ListBucket', on: `bucket/${place.bucket}` }]
      : []),
  ];
}

function placeOf(address: string, nameOf: BucketName): Place {
  const { pathname, searchParams } = new URL(address, 'http://s3');
  const [, first = '', ...rest] = pathname.split('/');
  const bucket = nameOf(first);
  if (!bucket) throw new Error(`No bucket of ours: ${address}`);
  return { bucket, key: decodeURIComponent(rest.join('/')), query: searchParams };
}

/** By method and a word of the query. */
const OF_BUCKETS: readonly [string, string, string][] = [
  ['GET', 'versions', 's3:ListBucketVersions'],
  ['GET', 'uploads', 's3:ListBucketMultipartUploads'],
  ['GET', 'list-type', 's3:ListBucket'],
  ['GET', 'versioning', 's3:GetBucketVersioning'],
  ['GET', 'cors', 's3:GetBucketCORS'],
  ['GET', 'lifecycle', 's3:GetLifecycleConfiguration'],
  ['GET', 'notification', 's3:GetBucketNotification'],
];

function bucketAsks(method: string, { bucket, query }: Place, body: Buffer): Ask[] {
  const objects = `objects/${bucket}`;
  if (method === 'POST' && query.has('delete')) {
    const named = body.toString().match(/<Object>.*?<\/Object>/gs) ?? [];
    return named.map((each) => ({
      action: `s3:DeleteObject${each.includes('<VersionId>') ? 'Version' : ''}`,
      on: objects,
    }));
  }
  // A form that a browser posts.
  if (method === 'POST' && query.size === 0) return [{ action: 's3:PutObject', on: objects }];
  const action = OF_BUCKETS.find(([by, word]) => method === by && query.has(word))?.[2];
  if (!action) throw new Error(`No call of S3's that is known here: ${method} ${bucket}?${query.toString()}`);
  return [{ action, on: `bucket/${bucket}` }];
}

function objectAsks(method: string, { bucket, key, query }: Place): Ask[] {
  const on = `objects/${bucket}`;
  const version = query.has('versionId') ? 'Version' : '';
  switch (method) {
    case 'HEAD':
      return [{ action: `s3:GetObject${version}`, on }];
    case 'GET':
      return [{ action: query.has('uploadId') ? 's3:ListMultipartUploadParts' : `s3:GetObject${version}`, on }];
    case 'PUT':
      return [{ action: 's3:PutObject', on }];
    case 'POST':
      return [{ action: query.has('restore') ? 's3:RestoreObject' : 's3:PutObject', on }];
    case 'DELETE':
      return [{ action: query.has('uploadId') ? 's3:AbortMultipartUpload' : `s3:DeleteObject${version}`, on }];
    default:
      throw new Error(`No call of S3's that is known here: ${method} ${on}/${key}?${query.toString()}`);
  }
}
