// test/local/mailbox.test.ts — the mailbox shows what the mail folder holds.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMail } from '../../adapters/mail/index.ts';
import { mailboxServer } from '../../local/mailbox-server.ts';
import type { MailSummary } from '../../local/mail-file.ts';

describe('the mailbox', () => {
  let folder: string;
  let server: Server;
  let address: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gas-mailbox-'));
    server = mailboxServer(join(folder, 'mail')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true });
  });

  const mail = () =>
    openMail({
      ses: () => assert.fail('nothing goes by SES'),
      target: `folder:${join(folder, 'mail')}`,
      from: 'GAS <gas@localhost>',
    });
  const json = async (query = '') => (await (await fetch(`${address}/messages.json${query}`)).json()) as MailSummary[];

  it('is empty before the first mail', async () => {
    assert.deepEqual(await json(), []);
    assert.match(await (await fetch(address)).text(), /No mail yet/);
  });

  it('reads back what was sent, in any language and length', async () => {
    const text = `Grüße, 你好 = 1+1=2\n\nhttp://127.0.0.1:5080/jobs/1?next=${'x'.repeat(200)}\n.\nEnde`;
    const subject = `Résultat « prêt » — ${'très '.repeat(30)}long`;
    await mail().send({ id: 'a', to: 'ada@example.org', subject, text, html: '<p>not this</p>' });
    const [message] = await json();
    assert.deepEqual(
      [message?.to, message?.from, message?.subject, message?.text],
      ['ada@example.org', 'GAS <gas@localhost>', subject, text],
    );
  });

  it('shows one person her own mails, newest first', async () => {
    await writeMail('1', 'ada@example.org', '10:00:00');
    await writeMail('2', 'ben@example.org', '11:00:00');
    await writeMail('3', 'ada@example.org', '12:00:00');
    assert.deepEqual(
      (await json()).map(({ subject }) => subject),
      ['3', '2', '1'],
    );
    assert.deepEqual(
      (await json('?to=ada@example.org')).map(({ subject }) => subject),
      ['3', '1'],
    );
    assert.doesNotMatch(await (await fetch(`${address}/?to=ada@example.org`)).text(), /<h2>2</);
  });

  it('shows mails as text, whatever is in them', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    await mail().send({ id: 'b', to: 'ada@example.org', subject: evil, text: `${evil}</pre>` });
    const page = await (await fetch(address)).text();
    assert.doesNotMatch(page, /<img/);
    assert.match(page, /<pre>&lt;img src=x onerror=alert\(1\)&gt;&lt;\/pre&gt;<\/pre>/);
  });

  it('serves nothing else', async () => {
    assert.equal((await fetch(`${address}/../keys.json`)).status, 404);
  });

  async function writeMail(subject: string, to: string, time: string): Promise<void> {
    await mail().send({ id: subject, to, subject, text: subject }); // makes the folder
    const source = `To: ${to}\r\nSubject: ${subject}\r\nDate: Mon, 02 Mar 2026 ${time} +0000\r\n\r\n${subject}`;
    const { messageId } = (await json()).find((message) => message.subject === subject)!;
    await writeFile(join(folder, 'mail', `${messageId.slice(1, 33)}.eml`), source);
  }
});
