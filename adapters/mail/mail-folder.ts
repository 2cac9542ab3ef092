// adapters/mail/mail-folder.ts — mail as files: each one an RFC 822 message that any mail program opens.
import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Mail, MailMessage } from '../../domain/ports.ts';
import { envelope } from './envelope.ts';

/** Writes `<hash of the id>.eml`, whole or not at all; the same id is the same file, kept as it was first written. */
export function mailFolder({ folder, from }: { folder: string; from: string }): Mail {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async send(message: MailMessage) {
      const file = join(resolve(folder), fileNameOf(message.id));
      if (await exists(file)) return;
      const { message: bytes } = await transport.sendMail(envelope(message, from));
      await mkdir(resolve(folder), { recursive: true });
      const draft = `${file}.${randomUUID()}.new`;
      await writeFile(draft, bytes as Buffer, { mode: 0o600 });
      await rename(draft, file);
    },
  };
}

const fileNameOf = (id: string) => `${createHash('sha256').update(id).digest('hex').slice(0, 32)}.eml`;

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );
