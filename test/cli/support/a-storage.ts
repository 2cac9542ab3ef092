// test/cli/support/a-storage.ts — a bucket over HTTP: forms come in by POST, files go out by GET, as from S3.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

export type AStorage = Awaited<ReturnType<typeof aStorage>>;

export async function aStorage() {
  const files = new Map<string, string>();
  const storage = {
    origin: '',
    files,
    /** Authorization headers that came along: there should be none. */
    authorizations: [] as string[],
    /** Called with each file that came. */
    onUpload: async (_name: string, _text: string): Promise<void> => undefined,
    /** Called with each part that came; answers the status. */
    onPart: async (_url: string, _body: Buffer): Promise<number> => 404,
    mood: 'well' as 'well' | 'refuses' | 'breaks off',
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((request, response) => {
    if (request.headers.authorization) storage.authorizations.push(request.headers.authorization);
    if (request.method === 'PUT') void takePart(request, response);
    else void (request.method === 'POST' ? take(request, response) : give(request.url!, response));
  });

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (storage.mood === 'breaks off') return void request.socket.destroy();
    const body = Readable.toWeb(request) as ReadableStream<Uint8Array>;
    const form = await new Response(body, { headers: request.headers as Record<string, string> }).formData();
    if (storage.mood === 'refuses') {
      response.writeHead(403).end('<Error><Code>AccessDenied</Code><Message>Policy expired.</Message></Error>');
      return;
    }
    const name = `${request.url!.slice(1)}/${form.get('key') as string}`;
    files.set(name, await (form.get('file') as File).text());
    await storage.onUpload(name, files.get(name)!);
    response.writeHead(204).end();
  }

  async function takePart(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.writeHead(await storage.onPart(`${storage.origin}${request.url}`, await buffer(request))).end();
  }

  async function give(url: string, response: ServerResponse): Promise<void> {
    const text = files.get(decodeURIComponent(new URL(url, storage.origin).pathname.slice(1)));
    if (text === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-length': Buffer.byteLength(text) });
    if (storage.mood === 'well') return void response.end(text);
    response.write(text.slice(0, 3), () => response.destroy());
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  storage.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return storage;
}
