// adapters/mail/smtp-mail.ts — mail through an SMTP server.
import { createTransport } from 'nodemailer';
import type { Mail, MailMessage } from '../../domain/ports.ts';
import { envelope } from './envelope.ts';

const TIMEOUT_MS = 20_000;

/** Sends by the server of `url`; the id becomes the Message-ID, by which receivers drop a second delivery. */
export function smtpMail({ url, from }: { url: string; from: string }): Mail {
  const transport = createTransport({
    url,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  return {
    async send(message: MailMessage) {
      await transport.sendMail(envelope(message, from));
    },
  };
}
