// adapters/mail/index.ts — the transport that a mail target names.
import type { Mail } from '../../domain/ports.ts';
import { mailFolder } from './mail-folder.ts';
import { rawMail, type SendRaw } from './raw-mail.ts';
import { smtpMail } from './smtp-mail.ts';

const FOLDER = 'folder:';
const SES = 'ses:';

/**
 * `folder:PATH` writes mails to files; `smtp://` or `smtps://USER:PASSWORD@HOST:PORT` sends them, and so does `ses:`, or
 * `ses:CONFIGURATION-SET`, by Amazon SES, which `ses` opens.
 */
export function openMail({ target, from, ses }: { target: string; from: string; ses: () => SendRaw }): Mail {
  if (target.startsWith(FOLDER)) return mailFolder({ folder: target.slice(FOLDER.length), from });
  if (!target.startsWith(SES)) return smtpMail({ url: target, from });
  return rawMail({ from, configurationSet: target.slice(SES.length), sendRaw: ses() });
}
