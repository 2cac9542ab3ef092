// test/local/glacier/support/sns.ts — the receiving end of notifications: takes Publish calls, or fails as a restarting SNS does.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

interface Published {
  topic: string;
  subject: string;
  message: Record<string, unknown>;
}

export interface TestSns {
  endpoint: string;
  published: Published[];
  /** How many calls are still to be answered 503. */
  failures: number;
  refused: number;
  close(): Promise<void>;
}

export async function anSns(): Promise<TestSns> {
  const server = createServer((request, response) => void take(request, response));
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await readText(request));
    if (sns.failures > 0) {
      sns.failures -= 1;
      sns.refused += 1;
      response.writeHead(503).end();
      return;
    }
    const [topic, subject] = [form.get('TopicArn') ?? '', form.get('Subject') ?? ''];
    sns.published.push({ topic, subject, message: JSON.parse(form.get('Message') ?? '{}') });
    response.writeHead(200, { 'Content-Type': 'text/xml' });
    response.end('<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>');
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const sns: TestSns = {
    endpoint: `http://127.0.0.1:${port}`,
    published: [],
    failures: 0,
    refused: 0,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return sns;
}

async function readText(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
