// test/support/errands.ts — what people, operators and other systems do beside the life of one result: each errand asks
// AWS for something that nothing else asks for.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Client } from '../../local/client.ts';
import { ROOT } from '../../local/environment.ts';
import { clientOptions, withClient } from '../../local/resources-client.ts';
import type { Stack } from '../../local/start-stack.ts';
import { reached } from './journey.ts';

type Json = Record<string, unknown>;

/** A call of the API with a JSON body; throws unless it is accepted. */
async function ask<T>(client: Client, line: string, body?: Json): Promise<T> {
  const [method = 'GET', path = '/'] = line.split(' ');
  const headers = {
    'content-type': 'application/json',
    'sec-fetch-site': 'same-origin',
    'idempotency-key': randomUUID(),
  };
  const response = await client.call(
    path,
    body ? { method, headers, body: JSON.stringify(body) } : { method, headers },
  );
  const text = await response.text();
  if (!response.ok) throw new Error(`${line}: ${response.status} ${text}`);
  return (text.startsWith('{') ? JSON.parse(text) : {}) as T;
}

/** An upload in parts, begun twice, given up once, and annotated. */
export async function uploadInParts(client: Client, vcf: Uint8Array): Promise<string> {
  const order = { file_name: 'parts.vcf.gz', bytes: vcf.length };
  const begin = () => ask<{ job_id: string; upload_id: string }>(client, 'POST /api/uploads/multipart', order);
  const named = ({ upload_id }: { upload_id: string }) => ({ upload_id, file_name: order.file_name });
  const given = await begin();
  await ask(client, `DELETE /api/uploads/${given.job_id}`, named(given));

  const upload = await begin();
  const path = `/api/uploads/${upload.job_id}`;
  const whole = { ...named(upload), bytes: vcf.length };
  const { parts } = await ask<{ parts: { url: string }[] }>(client, `POST ${path}/parts`, { ...whole, numbers: [1] });
  await fetch(parts[0]!.url, { method: 'PUT', body: new Uint8Array(vcf) });
  await ask(client, `GET ${path}/parts?${new URLSearchParams(named(upload)).toString()}`);
  await ask(client, `POST ${path}/complete`, whole);
  await client.submit(upload.job_id, order.file_name);
  await reached(client, upload.job_id, ({ status }) => status === 'COMPLETED');
  return upload.job_id;
}

/** Lists, searches, looks; a token comes and goes; the other sessions end. */
export async function keepHouse(client: Client, jobId: string): Promise<void> {
  await client.jobs();
  await client.jobs('?sort=name');
  await client.storage();
  await client.summary(jobId);
  await (await client.call(`/api/jobs/${jobId}/result/index`)).arrayBuffer();
  await ask(client, 'PUT /api/preferences', { mail: { completed: true } });
  await ask(client, 'POST /api/tokens', { name: 'script', scopes: ['read'] });
  const { tokens } = await ask<{ tokens: { id: string }[] }>(client, 'GET /api/tokens');
  await ask(client, `DELETE /api/tokens/${tokens[0]!.id}`, {});
  await ask(client, 'GET /api/sessions');
  await ask(client, 'DELETE /api/sessions', {});
}

/** A webhook where nobody listens: each delivery fails, and is in the list of deliveries. */
export const followByWebhook = (client: Client) =>
  ask<{ id: string }>(client, 'POST /api/webhooks', { url: 'http://127.0.0.1:9/', events: ['completed'] });

export const tryWebhook = (client: Client, webhookId: string) =>
  ask(client, `POST /api/webhooks/${webhookId}/test`, {});

export const deliveriesOf = (client: Client, webhookId: string) =>
  ask<{ deliveries: unknown[] }>(client, `GET /api/webhooks/${webhookId}/deliveries`);

export const runAgain = (client: Client, jobId: string) =>
  ask<{ job_id: string }>(client, `POST /api/jobs/${jobId}/again`, {});

/** Into every queue, something that can never be accepted. */
export async function poison({ config }: Stack): Promise<void> {
  await withClient(new SQSClient(clientOptions(config.aws)), async (sqs) => {
    for (const QueueName of Object.values(config.queues)) {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'no JSON' }));
    }
  });
}

/** The command line as an operator runs it; answers what it prints, whatever it exits with. */
export async function operate({ env }: Stack, ...words: string[]): Promise<string> {
  const run = promisify(execFile)(process.execPath, [join(ROOT, 'cli/main.ts'), ...words, '--no-stack'], {
    cwd: ROOT,
    env: { ...env, AWS_SDK_UA_APP_ID: 'gas-operator' },
  });
  const { stdout } = await run.catch((error: Error & { stdout: string }) => error);
  return stdout;
}
