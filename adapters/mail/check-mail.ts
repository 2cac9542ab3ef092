// adapters/mail/check-mail.ts — whether mail can be sent: the server greets us and takes our name, or the folder takes files.
import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Check, Seen } from '../../domain/checkup.ts';

const TIMEOUT_MS = 8000;

/** The target may hold a password: it is never told. */
export function mailCheck({ target }: { target: string }): Check {
  const folder = target.startsWith('folder:') ? resolve(target.slice('folder:'.length)) : undefined;
  const subject = folder ? `mail folder ${folder}` : `mail server ${hostOf(target)}`;
  const advice = folder
    ? 'Let the worker write there, or set GAS_MAIL to another folder or a mail server.'
    : 'Check GAS_MAIL (smtps://USER:PASSWORD@HOST:PORT), and that the network lets us reach that port.';
  return { area: 'mail', subject, advice, look: () => (folder ? lookAtFolder(folder) : lookAtServer(target)) };
}

async function lookAtFolder(folder: string): Promise<Seen> {
  await mkdir(folder, { recursive: true });
  const probe = join(folder, `.doctor-${randomUUID()}`);
  await writeFile(probe, '');
  await rm(probe);
  return { well: 'mails are written to files' };
}

async function lookAtServer(url: string): Promise<Seen> {
  const limits = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  const transport = createTransport({ url, ...limits });
  try {
    await transport.verify();
    return { well: 'it greets us, and takes our name' };
  } catch (error) {
    return refusal(error);
  } finally {
    transport.close();
  }
}

function refusal(error: unknown): Seen {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  if (code === 'EAUTH') {
    return {
      problem: `It refuses our name or password (${typeof responseCode === 'number' ? responseCode : 'no code'}).`,
      advice: 'Mend user and password in GAS_MAIL; a password with @, : or / has to be percent-encoded.',
    };
  }
  const word = typeof code === 'string' ? code : 'no reason';
  return {
    problem: `It does not answer as a mail server does (${word}).`,
    advice: 'Check host and port in GAS_MAIL: smtps:// for 465, smtp:// for 587; and that the network lets us out.',
  };
}

function hostOf(target: string): string {
  return URL.canParse(target) ? new URL(target).host : 'unknown';
}
