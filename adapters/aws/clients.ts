// adapters/aws/clients.ts — one SDK client per service, with the time-outs and retries that each can bear.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlacierClient } from '@aws-sdk/client-glacier';
import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { contentHashes } from './content-hashes.ts';

export interface AwsOptions {
  region: string;
  /** Absent: the SDK's own chain (role of the machine, profile). */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** Another address for every service but Glacier. */
  endpoint?: string;
  glacierEndpoint?: string;
  /** Where S3 is not at `endpoint`. */
  s3Endpoint?: string;
}

export type AwsClients = ReturnType<typeof awsClients>;

/** Clients for one region. Nothing connects before the first call; `closeClients` lets their sockets go. */
export function awsClients({ glacierEndpoint, s3Endpoint, ...options }: AwsOptions) {
  const glacier = {
    ...options,
    ...(glacierEndpoint ? { endpoint: glacierEndpoint } : {}),
    requestHandler: handler(120_000),
    bodyChecksumGenerator: contentHashes,
  };
  const dynamo = new DynamoDBClient({ ...options, maxAttempts: 4, requestHandler: handler(5000) });
  const s3 = {
    ...options,
    ...(s3Endpoint ? { endpoint: s3Endpoint } : {}),
    forcePathStyle: (s3Endpoint ?? options.endpoint) !== undefined,
    // A presigned request would carry the checksum of an empty body, which strict servers refuse.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: handler(120_000),
  } as const;
  return {
    // A version that is gone must not come back as an empty attribute, nor `undefined` fail a write.
    dynamo: DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } }),
    s3: new S3Client({ ...s3, maxAttempts: 4 }),
    /** As `glacierOnce`: for a copy, of which a retry would make a second one. */
    s3Once: new S3Client({ ...s3, maxAttempts: 1 }),
    sns: new SNSClient({ ...options, maxAttempts: 4, requestHandler: handler(10_000) }),
    // A long poll answers after 20 seconds.
    sqs: new SQSClient({ ...options, maxAttempts: 4, requestHandler: handler(30_000) }),
    glacier: new GlacierClient({ ...glacier, maxAttempts: 4 }),
    /** For calls that a retry would do twice: it tries once, and its caller looks before the next attempt. */
    glacierOnce: new GlacierClient({ ...glacier, maxAttempts: 1 }),
  };
}

export function closeClients(clients: AwsClients): void {
  for (const client of Object.values(clients)) client.destroy();
}

/** Apart from the others, since few services send by it. */
export function sesClient({ region, credentials, endpoint }: AwsOptions): SESv2Client {
  const given = { region, ...(credentials && { credentials }), ...(endpoint && { endpoint }) };
  return new SESv2Client({ ...given, maxAttempts: 4, requestHandler: handler(20_000) });
}

/** `requestTimeout` ends at the answer's headers; a body that stops flowing is cut by the idle time-out of the socket. */
function handler(requestTimeout: number) {
  const socketTimeout = Math.min(requestTimeout, 60_000);
  return { connectionTimeout: 3000, requestTimeout, throwOnRequestTimeout: true, socketTimeout };
}
