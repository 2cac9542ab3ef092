// test/adapters/webhooks/webhook-post.test.ts — one POST to an address that a stranger chose: real sockets, false names.
import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { webhookPost, type WebhookPostOptions } from '../../../adapters/webhooks/webhook-post.ts';

const NOT_PUBLIC = { error: 'The address is not one of the public internet.' };

const servers: (Server & { closeAllConnections?: () => void })[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections?.();
    server.close();
  }
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A receiver on this machine, and how many asked it. */
async function aReceiver(answer: RequestListener) {
  const asked: string[] = [];
  const port = await listening(
    createServer((request, response) => {
      asked.push(request.url!);
      answer(request, response);
    }),
  );
  return { asked, url: `http://127.0.0.1:${port}` };
}

/** Names resolve to these addresses, in turn; how often that was asked for is counted. */
function names(...addresses: string[][]) {
  let asked = 0;
  const lookup = ((_host: string, _options: object, done: (error: null, found: LookupAddress[]) => void) => {
    const found = addresses[Math.min(asked, addresses.length - 1)]!;
    asked += 1;
    done(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as NonNullable<WebhookPostOptions['lookup']>;
  return { lookup, asked: () => asked };
}

const sign = (webhookId: string, signed: string) => `v1,${webhookId}:${signed}`;
const message = { webhookId: 'w', deliveryId: 'd', sentAt: 1_700_000_000_999, body: '{"type":"test"}' };
const here = (options: Partial<WebhookPostOptions> = {}) => webhookPost({ sign, loopback: true, ...options });
const outside = (options: Partial<WebhookPostOptions> = {}) => webhookPost({ sign, loopback: false, ...options });

describe('webhookPost', () => {
  it('posts the body with its id, its time and a signature over all three', async () => {
    const got: { body: string; headers: IncomingHttpHeaders }[] = [];
    const { url } = await aReceiver((request, response) => {
      void text(request).then((body) => {
        got.push({ body, headers: request.headers });
        return response.writeHead(204).end();
      });
    });
    assert.deepEqual(await here().post({ ...message, url }), { status: 204 });
    const [{ body, headers }] = got as [(typeof got)[0]];
    assert.equal(body, message.body);
    assert.deepEqual([headers['webhook-id'], headers['webhook-timestamp']], ['d', '1700000000']);
    assert.equal(headers['webhook-signature'], `v1,w:d.1700000000.${message.body}`);
  });

  for (const status of [200, 404, 500]) {
    it(`answers ${status} where the receiver does`, async () => {
      const { url } = await aReceiver((_, response) => response.writeHead(status).end('x'));
      assert.deepEqual(await here().post({ ...message, url }), { status });
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it(`follows no redirect by ${status}`, async () => {
      const { asked, url } = await aReceiver((_, response) =>
        response.writeHead(status, { location: '/inside' }).end(),
      );
      assert.deepEqual(await here().post({ ...message, url: `${url}/hook` }), { status });
      assert.deepEqual(asked, ['/hook']);
    });
  }

  const INSIDE = [
    '10.0.0.1 127.0.0.1 127.1 192.168.1.1 172.31.255.255 100.64.0.1 169.254.169.254 0.0.0.0 224.0.0.1 255.255.255.255',
    // Other ways to write 127.0.0.1: as a number, in hex, in octal, with full-width digits.
    '2130706433 0x7f000001 0x7f.1 0177.0.0.1 １２７.0.0.1',
    '[::1] [::] [fe80::1] [fd00::1] [ff02::1] [::ffff:10.0.0.1] [::ffff:7f00:1] [::10.0.0.1]',
    '[64:ff9b::a00:1] [2002:a00:1::] [2001:db8::1] [2001:0:7f00:1::]',
    'localhost LOCALHOST. a.localhost',
  ].flatMap((line) => line.split(' '));
  for (const host of INSIDE) {
    it(`refuses ${host}, when it is chosen and when it is posted to`, async () => {
      const { lookup, asked } = names(['93.184.216.34']);
      const webhooks = outside({ lookup });
      const url = `https://${host}/`;
      assert.equal(webhooks.refusal(url), NOT_PUBLIC.error);
      assert.deepEqual(await webhooks.post({ ...message, url }), NOT_PUBLIC);
      assert.equal(asked(), 0);
    });
  }

  const ODD = ['http://example.org/', 'ftp://example.org/', 'file:///etc/passwd', 'https://a:b@example.org/', 'x', ''];
  for (const url of [...ODD, `https://example.org/${'x'.repeat(2000)}`]) {
    it(`takes no ${url.slice(0, 30) || 'empty address'}`, async () => {
      assert.ok(outside().refusal(url));
      assert.ok('error' in (await outside().post({ ...message, url })));
    });
  }

  for (const url of [
    'https://example.org/hook?a=b',
    'https://example.org:8443/',
    'https://93.184.216.34/',
    'https://[2606:2800:220:1::1]/',
  ]) {
    it(`takes ${url}`, () => assert.equal(outside().refusal(url), undefined));
  }

  for (const found of [
    ['127.0.0.1'],
    ['10.1.2.3'],
    ['::ffff:127.0.0.1'],
    ['93.184.216.34', '127.0.0.1'],
    ['::1'],
    [],
  ]) {
    it(`connects to nothing where a name resolves to ${found.join(' and ') || 'nothing'}`, async () => {
      let connections = 0;
      const port = await listening(createSocketServer((socket) => void ((connections += 1), socket.destroy())));
      const url = `https://hook.example.org:${port}/`;
      assert.deepEqual(await outside({ lookup: names(found).lookup }).post({ ...message, url }), NOT_PUBLIC);
      assert.equal(connections, 0);
    });
  }

  it('connects to the address that was checked: a name is resolved once, so it cannot change its mind', async () => {
    let connections = 0;
    const port = await listening(createSocketServer((socket) => void ((connections += 1), socket.destroy())));
    const { lookup, asked } = names(['127.0.0.1'], ['10.0.0.1']);
    const answer = await here({ lookup }).post({ ...message, url: `https://hook.example.org:${port}/` });
    assert.ok('error' in answer);
    assert.deepEqual([asked(), connections], [1, 1]);
  });

  it('looks again at the next message: a name that was public may have moved in', async () => {
    const { lookup } = names(['127.0.0.1']);
    const webhooks = outside({ lookup });
    assert.equal(webhooks.refusal('https://hook.example.org/'), undefined);
    assert.deepEqual(await webhooks.post({ ...message, url: 'https://hook.example.org/' }), NOT_PUBLIC);
  });

  it('waits for no answer longer than it may', async () => {
    const { url } = await aReceiver(() => {});
    const answer = await here({ timeoutMs: 50 }).post({ ...message, url });
    assert.deepEqual(answer, { error: 'There was no answer within 0.05 seconds.' });
  });

  it('waits no longer for one that comes byte by byte', async () => {
    const { url } = await aReceiver((request, response) => {
      const drip = setInterval(() => response.write('.'), 5);
      request.socket.on('close', () => clearInterval(drip));
    });
    const answer = await here({ timeoutMs: 100 }).post({ ...message, url });
    assert.deepEqual(answer, { error: 'There was no answer within 0.1 seconds.' });
  });

  it('cuts off an answer without end, and takes its status', async () => {
    let written = 0;
    const { url } = await aReceiver((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
      };
      response.on('drain', more).on('error', () => {});
      more();
    });
    assert.deepEqual(await here().post({ ...message, url }), { status: 200 });
    assert.ok(written < 64 * 1024 * 1024, `${written} bytes were taken`);
  });

  it('says in words what went wrong, and nothing of our own network', async () => {
    const { url } = await aReceiver(() => {});
    servers.pop()!.close();
    assert.deepEqual(await here().post({ ...message, url }), { error: 'The server refused the connection.' });
    const port = await listening(createSocketServer((socket) => void socket.end('not HTTP at all\r\n\r\n')));
    const odd = await here().post({ ...message, url: `http://127.0.0.1:${port}/` });
    assert.deepEqual(odd, { error: 'The connection failed.' });
  });
});
