// adapters/mail/index.ts — the transport that a mail target names.
import type { Mail } from '../../domain/ports.ts';
import type { AwsOptions } from '../aws/clients.ts';
import { sesMail } from '../aws/ses-mail.ts';
import { mailFolder } from './mail-folder.ts';
import { smtpMail } from './smtp-mail.ts';

const FOLDER = 'folder:';
const SES = 'ses:';

/**
 * `folder:PATH` writes mails to files; `smtp://` or `smtps://USER:PASSWORD@HOST:PORT` sends them, and so does `ses:`, or
 * `ses:CONFIGURATION-SET`, by Amazon SES with the region and key pair of `aws`.
 */
export function openMail({ target, from, aws }: { target: string; from: string; aws: AwsOptions }): Mail {
  if (target.startsWith(FOLDER)) return mailFolder({ folder: target.slice(FOLDER.length), from });
  if (!target.startsWith(SES)) return smtpMail({ url: target, from });
  const configurationSet = target.slice(SES.length);
  return sesMail({ aws, from, ...(configurationSet && { configurationSet }) });
}
