// test/adapters/aws/ses-mail.test.ts — mail by SES: to the emulator, and to a recorder that keeps every byte, as the emulator does not.
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { sesSender } from '../../../adapters/aws/ses-sender.ts';
import { openMail } from '../../../adapters/mail/index.ts';
import { testAws } from '../../support/aws.ts';

const from = 'GAS <gas@example.org>';
const unsubscribeUrl = 'https://gas.example.org/unsubscribe?token=t';
const message = { id: 'completed/1', to: 'ada@example.org', subject: 'Ready: µ', text: 'Look.', unsubscribeUrl };
const credentials = { accessKeyId: 'a', secretAccessKey: 's' };

interface Sent {
  FromEmailAddress: string;
  Destination: { ToAddresses: string[] };
  Content: { Raw: { Data: string } };
  ConfigurationSetName?: string;
}

describe('mail by SES', () => {
  let server: Server;
  let sent: Sent[];
  let refusals: number;
  beforeEach(async () => {
    sent = [];
    refusals = 0;
    server = createServer((request, response) => void record(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => void (server.closeAllConnections(), server.close()));

  async function record(request: IncomingMessage, response: ServerResponse): Promise<void> {
    sent.push((await json(request)) as Sent);
    response.setHeader('content-type', 'application/json');
    if (refusals === 0) return void response.end('{"MessageId":"m"}');
    refusals -= 1;
    response.setHeader('x-amzn-errortype', 'MessageRejected');
    response.writeHead(400).end('{"message":"Email address is not verified: ada@example.org"}');
  }

  const mail = (target = 'ses:') => {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return openMail({ target, from, ses: () => sesSender({ region: 'us-east-1', endpoint, credentials }) });
  };

  it('sends the message whole, with the headers that end such mails by one click', async () => {
    await mail().send({ ...message, html: '<p>Look.</p>' });
    const { FromEmailAddress, Destination, Content, ConfigurationSetName } = sent[0]!;
    assert.deepEqual([FromEmailAddress, Destination.ToAddresses], [from, ['ada@example.org']]);
    const source = Buffer.from(Content.Raw.Data, 'base64').toString();
    assert.match(source, /^List-Unsubscribe: <https:\/\/gas\.example\.org\/unsubscribe\?token=t>\r$/m);
    assert.match(source, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    assert.match(source, /^Auto-Submitted: auto-generated\r$/m);
    assert.match(source, /Look\.[\s\S]*<p>Look\.<\/p>/);
    assert.equal(ConfigurationSetName, undefined);
  });

  it('names the configuration set that the target names', async () => {
    await mail('ses:gas-events').send(message);
    assert.equal(sent[0]!.ConfigurationSetName, 'gas-events');
  });

  it('fails where SES refuses, without a word of to whom', async () => {
    refusals = 1;
    await assert.rejects(mail().send(message), (error: Error) => {
      assert.equal(error.message, 'SES refused the mail: MessageRejected (400)');
      assert.equal(error.cause, undefined);
      return true;
    });
  });

  it('is understood by the emulator of SES', async () => {
    const { options } = await testAws();
    const client = new SESv2Client(options);
    for (const EmailIdentity of ['gas@example.org', 'ada@example.org'])
      await client.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    client.destroy();
    await openMail({ target: 'ses:', from, ses: () => sesSender(options) }).send(message);
    const { messages } = (await (await fetch(`${options.endpoint}/_ministack/ses/messages`)).json()) as {
      messages: Record<string, { To: string[]; Subject: string }[]>;
    };
    const kept = Object.values(messages)
      .flat()
      .filter(({ To }) => To.includes('ada@example.org'));
    assert.deepEqual(
      kept.map(({ Subject }) => Subject),
      ['Ready: µ'],
    );
  });
});
