// test/adapters/mail/mail-folder.test.ts — mail as files.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailFolder } from '../../../adapters/mail/mail-folder.ts';

describe('mailFolder', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'gas-mail-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const mail = () => mailFolder({ folder, from: 'GAS <gas@localhost>' });
  const message = { id: 'completed/1', to: 'ada@example.org', subject: 'Your result is ready', text: 'Look.\n' };
  const sources = async () => Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')));

  it('writes a message that any mail program reads', async () => {
    await mail().send({ ...message, html: '<p>Look.</p>' });
    const [source] = await sources();
    const [head, ...body] = source!.split('\r\n\r\n');
    assert.match(head!, /^From: GAS <gas@localhost>\r$/m);
    assert.match(head!, /^To: ada@example.org\r$/m);
    assert.match(head!, /^Subject: Your result is ready\r$/m);
    assert.match(head!, /^Message-ID: <[0-9a-f]{32}@localhost>\r$/m);
    assert.match(body.join('\r\n\r\n'), /Look\.[\s\S]*<p>Look\.<\/p>/);
  });

  it('keeps the first of two mails with the same id, also when they are sent at once', async () => {
    await mail().send(message);
    await Promise.all([mail().send({ ...message, text: 'again' }), mail().send({ ...message, text: 'again' })]);
    const written = await sources();
    assert.equal(written.length, 1);
    assert.match(written[0]!, /Look\./);
  });

  it('writes one file for each id, whatever characters are in it', async () => {
    await mail().send({ ...message, id: '../../etc/passwd' });
    await mail().send({ ...message, id: 'completed/2' });
    assert.deepEqual(
      (await readdir(folder)).map((file) => /^[0-9a-f]{32}\.eml$/.test(file)),
      [true, true],
    );
  });

  it('lets nobody add a header or a recipient', async () => {
    const subject = 'ready\r\nBcc: eve@example.org';
    await mail().send({ ...message, subject, to: 'ada@example.org, eve@example.org' });
    const [source] = await sources();
    assert.doesNotMatch(source!, /^Bcc:/m);
    assert.doesNotMatch(source!, /^To: ada@example.org, eve@example.org\r$/m);
  });
});
