// cli/users/form-upload.ts — a file streamed from disk into a form for uploads, of any size and at any speed.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { UploadForm } from '../../web/contract.ts';
import { CliFailure } from '../failure.ts';
import { printable } from './words.ts';

export interface LocalFile {
  path: string;
  bytes: number;
}

/** Not by `fetch`: it gives up on an answer after five minutes, and a large file on a slow line takes longer to send. */
export async function uploadFile({ url, fields }: UploadForm, file: LocalFile): Promise<void> {
  const boundary = `gas-${randomUUID()}`;
  const opening = Buffer.from(`${fieldParts(fields, boundary)}--${boundary}\r\n${FILE_HEAD}\r\n\r\n`);
  const closing = Buffer.from(`\r\n--${boundary}--\r\n`);
  const headers = {
    'content-type': `multipart/form-data; boundary=${boundary}`,
    'content-length': opening.length + file.bytes + closing.length,
  };
  const client = new URL(url).protocol === 'https:' ? https : http;
  const request = client.request(url, { method: 'POST', headers });
  // A refusal may come before all is sent, and end the sending: the answer counts.
  const sending = pipeline(parts(opening, file, closing), request).catch((error: unknown) => error);
  try {
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    const said = await text(answer);
    if (answer.statusCode! >= 300) throw refused(answer.statusCode!, said);
  } catch (error) {
    if (error instanceof CliFailure) throw error;
    const cause = await sending;
    throw cause instanceof CliFailure ? cause : cutOff(url, error);
  } finally {
    request.destroy();
  }
}

const FILE_HEAD =
  'Content-Disposition: form-data; name="file"; filename="input"\r\nContent-Type: application/octet-stream';

function fieldParts(fields: Record<string, string>, boundary: string): string {
  const part = ([name, value]: [string, string]) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  return Object.entries(fields).map(part).join('');
}

async function* parts(opening: Buffer, { path, bytes }: LocalFile, closing: Buffer): AsyncIterable<Buffer> {
  yield opening;
  let sent = 0;
  for await (const chunk of createReadStream(path, { end: bytes - 1 }) as AsyncIterable<Buffer>) {
    sent += chunk.length;
    yield chunk;
  }
  if (sent < bytes) throw new CliFailure('file', `${path} has changed while it was uploaded: submit it again.`);
  yield closing;
}

/** S3 says why in XML. */
function refused(status: number, said: string): CliFailure {
  const reason = /<Message>([^<]{1,200})/.exec(said)?.[1] ?? `status ${status}`;
  return new CliFailure('service-refused', `The storage refuses the upload: ${printable(reason)}`);
}

function cutOff(url: string, error: unknown): CliFailure {
  const reason = (error as NodeJS.ErrnoException).code ?? String(error);
  return new CliFailure('service-away', `The upload to ${new URL(url).origin} broke off (${reason}): submit it again.`);
}
