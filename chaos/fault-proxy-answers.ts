// chaos/fault-proxy-answers.ts — how each service refuses, in its own form.
import type { AwsService } from './fault-proxy-operations.ts';
import type { Fault } from './fault-proxy-rules.ts';

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

type Codes = Record<AwsService, readonly [status: number, code: string]>;

const THROTTLED: Codes = {
  s3: [503, 'SlowDown'],
  dynamodb: [400, 'ProvisionedThroughputExceededException'],
  sqs: [400, 'RequestThrottled'],
  sns: [400, 'Throttling'],
};
const BROKEN: Codes = {
  s3: [500, 'InternalError'],
  dynamodb: [500, 'InternalServerError'],
  sqs: [500, 'InternalFailure'],
  sns: [500, 'InternalFailure'],
};
const everywhere = (answer: Codes[AwsService]): Codes => ({ s3: answer, dynamodb: answer, sqs: answer, sns: answer });

const CODES: Partial<Record<Fault, Codes>> = {
  throttle: THROTTLED,
  'server-error': BROKEN,
  'no-expedited-capacity': everywhere([503, 'GlacierExpeditedRetrievalNotAvailable']),
  'restore-throttled': everywhere([503, 'SlowDown']),
  // What S3 says of a body that is not the one that was signed.
  'flip-bit': everywhere([400, 'XAmzContentSHA256Mismatch']),
};

/** Nothing where the fault is no refusal. */
export function refusalOf(fault: Fault, service: AwsService): Answer | undefined {
  const codes = CODES[fault];
  if (!codes) return undefined;
  const [status, code] = codes[service];
  const message = 'This fault was ordered.';
  if (service === 's3' || service === 'sns') {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
    const body = service === 's3' ? error : `<ErrorResponse>${error}<RequestId>ordered</RequestId></ErrorResponse>`;
    return { status, headers: { 'content-type': 'application/xml' }, body };
  }
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code };
  return { status, headers, body: JSON.stringify({ __type: code, message }) };
}
