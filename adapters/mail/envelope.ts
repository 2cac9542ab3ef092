// adapters/mail/envelope.ts — a message as nodemailer takes it: nothing in it is read from files or addresses.
import { createHash } from 'node:crypto';
import type { SendMailOptions } from 'nodemailer';
import type { MailMessage } from '../../domain/ports.ts';

/** The id becomes a Message-ID of the sender's domain; it is hashed, since ids may hold what a header must not. */
export function envelope({ id, to, subject, text, html, unsubscribeUrl }: MailMessage, from: string): SendMailOptions {
  const domain = /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    to: { name: '', address: to }, // one address, whatever commas it holds
    subject,
    text,
    ...(html !== undefined && { html }),
    messageId: `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}@${domain}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      // RFC 8058: the mail program itself asks for the end of such mails, by one POST.
      ...(unsubscribeUrl && {
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
