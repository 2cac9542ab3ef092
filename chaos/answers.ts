// chaos/answers.ts — what a store's answer tells, and the answers of a store that refuses.
import type { Operation, Outcome } from './events.ts';
import type { Reply } from './door.ts';
import { refusalOf } from './fault-proxy-answers.ts';

export type Answer = Omit<Outcome, 'began' | 'beganAt' | 'fault'>;

/** The names that an answer gives to what the request made. */
export function answerOf({ service, name }: Operation, { status, headers, body }: Reply): Answer {
  const header = (key: string) => headers[key] as string | undefined;
  const xml = service === 's3' && name === 'CreateMultipartUpload' ? body.toString() : '';
  const uploadId = header('x-amz-multipart-upload-id') ?? /<UploadId>(.*?)<\/UploadId>/.exec(xml)?.[1];
  const versionId = header('x-amz-version-id');
  const archiveId = header('x-amz-archive-id');
  const retrievalId = header('x-amz-job-id');
  return {
    status,
    ...(uploadId && { uploadId }),
    ...(versionId && { versionId }),
    ...(archiveId && { archiveId }),
    ...(retrievalId && { retrievalId }),
    ...(name === 'ReceiveMessage' && { messages: body.toString().split('"ReceiptHandle"').length - 1 }),
  };
}

/** How the service of this operation refuses a request, in its own form. */
export function refusal(why: 'throttle' | 'server-error' | 'expired', { service }: Operation) {
  if (service !== 'glacier' && why !== 'expired') return refusalOf(why, service)!;
  const code = service === 's3' || service === 'sns' ? 'ExpiredToken' : 'ExpiredTokenException';
  const message = 'The security token included in the request is expired.';
  if (service === 's3' || service === 'sns') {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
    const body = service === 's3' ? error : `<ErrorResponse>${error}<RequestId>ordered</RequestId></ErrorResponse>`;
    return { status: 403, headers: { 'content-type': 'application/xml' }, body };
  }
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code };
  return { status: 403, headers, body: JSON.stringify({ __type: code, code, message, type: 'Client' }) };
}
