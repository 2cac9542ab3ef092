// adapters/mail/raw-mail.ts — mail through a service that takes whole messages: the very one that SMTP would carry.
import { createTransport } from 'nodemailer';
import type { Mail } from '../../domain/ports.ts';
import { envelope } from './envelope.ts';

/** Raw: the headers that end such mails by one click are ours, and so is the Message-ID until the service puts its own. */
export type SendRaw = (mail: {
  message: Uint8Array;
  from: string;
  to: string;
  configurationSet?: string;
}) => Promise<void>;

export function rawMail({
  from,
  configurationSet,
  sendRaw,
}: {
  from: string;
  configurationSet: string;
  sendRaw: SendRaw;
}): Mail {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async send(mail) {
      const { message } = await transport.sendMail(envelope(mail, from));
      await sendRaw({ message: message as Buffer, from, to: mail.to, ...(configurationSet && { configurationSet }) });
    },
  };
}
