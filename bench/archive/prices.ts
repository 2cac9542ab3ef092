// bench/archive/prices.ts — list prices, us-east-1, in US dollars. Free tiers and discounts by volume are left out.
// docs/scale.md says against what each was checked.
import type { Sent } from './wire.ts';

/** docs.temporal.io/cloud/pricing: 50 dollars per million actions, the first five million of a month. */
export const ACTION = 50 / 1e6;

/** aws.amazon.com/s3/pricing, S3 Standard: PUT, COPY, POST, LIST 0.005 and GET and all others 0.0004 per 1,000; DELETE is free. */
const S3_WRITE = 0.005 / 1000;
const S3_READ = 0.0004 / 1000;
const S3_FREE = ['DeleteObjects', 'AbortMultipartUpload'];
const S3_READS = ['GetObject', 'HeadObject'];

/** As for the class Glacier Flexible Retrieval (aws.amazon.com/s3/pricing): 0.03 per 1,000 uploads and lists; see below. */
const VAULT_UPLOAD = 0.03 / 1000;
const VAULT_UPLOADS = [
  'InitiateMultipartUpload',
  'UploadMultipartPart',
  'CompleteMultipartUpload',
  'ListParts',
  'ListJobs',
];

/** aws.amazon.com/dynamodb/pricing/on-demand: 0.625 per million write units of 1 KB, 0.125 per million read units of 4 KB. */
const WRITE_UNIT = 0.625 / 1e6;
const READ_UNIT = 0.125 / 1e6;

/** aws.amazon.com/sns/pricing: 0.50 per million publications; deliveries to SQS are free. */
const PUBLICATION = 0.5 / 1e6;

/**
 * Units of each operation, for a row of `kb` KB (its index holds all of it) and a user of 1 KB. A transaction counts double,
 * and the condition on the user is one of its two items.
 */
const dynamoUnits = (kb: number): Record<string, number> => ({
  GetItem: READ_UNIT * Math.ceil(kb / 4),
  UpdateItem: WRITE_UNIT * 2 * kb,
  PutItem: WRITE_UNIT * 2 * kb,
  TransactWriteItems: WRITE_UNIT * (2 * kb + kb + 2),
  Query: READ_UNIT,
  BatchGetItem: READ_UNIT * Math.ceil(kb / 4),
});

/** What a request costs; that of a retrieval itself is counted apart (domain/retrieval-cost.ts). */
export function priceOf({ service, operation }: Sent, rowKb: number): number {
  switch (service) {
    case 'S3':
      if (S3_FREE.includes(operation)) return 0;
      return S3_READS.includes(operation) ? S3_READ : S3_WRITE;
    case 'Glacier':
      return VAULT_UPLOADS.includes(operation) ? VAULT_UPLOAD : 0;
    case 'DynamoDB':
      return dynamoUnits(rowKb)[operation] ?? WRITE_UNIT;
    case 'SNS':
      return PUBLICATION;
    case 'SQS':
      return 0;
  }
}
