// test/adapters/mail/smtp-mail.test.ts — mail by SMTP, to a server that speaks just enough of it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { openMail } from '../../../adapters/mail/index.ts';

interface Received {
  from: string;
  to: string[];
  data: string;
}

describe('smtpMail', () => {
  let server: Server;
  let received: Received[];
  let refuse: boolean;
  beforeEach(async () => {
    received = [];
    refuse = false;
    server = createServer((socket) => void converse(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => server.close());

  const mail = () => {
    const target = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return openMail({ ses: () => assert.fail('nothing goes by SES'), target, from: 'GAS <gas@example.org>' });
  };
  const message = { id: 'completed/1', to: 'ada@example.org', subject: 'Ready', text: 'Look.' };

  it('hands the message to the server', async () => {
    await mail().send(message);
    const [one] = received;
    assert.deepEqual([one?.from, one?.to], ['<gas@example.org>', ['<ada@example.org>']]);
    assert.match(one!.data, /^Subject: Ready$/m);
  });

  it('gives the same id the same Message-ID', async () => {
    await mail().send(message);
    await mail().send(message);
    const ids = received.map(({ data }) => /^Message-ID: (.*)$/m.exec(data)?.[1]);
    assert.equal(ids[0], ids[1]);
    assert.match(ids[0]!, /@example\.org>$/);
  });

  it('fails where the server refuses', async () => {
    refuse = true;
    await assert.rejects(mail().send(message), /550 no such mailbox/);
  });

  async function converse(socket: Socket): Promise<void> {
    const one: Received = { from: '', to: [], data: '' };
    let inData = false;
    socket.write('220 ready\r\n');
    for await (const line of createInterface({ input: socket })) {
      if (inData && line !== '.') {
        one.data += `${line}\n`;
      } else if (inData) {
        inData = false;
        received.push(one);
        socket.write('250 taken\r\n');
      } else {
        inData = line === 'DATA';
        socket.write(`${replyTo(line, one)}\r\n`);
        if (line === 'QUIT') socket.end();
      }
    }
  }

  function replyTo(line: string, one: Received): string {
    if (line === 'DATA') return '354 go on';
    const [, verb, address] = /^(MAIL FROM|RCPT TO):(<[^>]*>)/.exec(line) ?? [];
    if (verb === 'MAIL FROM') one.from = address!;
    if (verb === 'RCPT TO') one.to.push(address!);
    return verb === 'RCPT TO' && refuse ? '550 no such mailbox' : '250 yes';
  }
});
