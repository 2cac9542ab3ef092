// adapters/mail/index.ts — the transport that a mail target names.
import type { Mail } from '../../domain/ports.ts';
import { mailFolder } from './mail-folder.ts';
import { smtpMail } from './smtp-mail.ts';

/** `folder:PATH` writes mails to files; `smtp://` or `smtps://USER:PASSWORD@HOST:PORT` sends them. */
export function openMail({ target, from }: { target: string; from: string }): Mail {
  return target.startsWith('folder:')
    ? mailFolder({ folder: target.slice('folder:'.length), from })
    : smtpMail({ url: target, from });
}
