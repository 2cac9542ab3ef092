// local/mail-file.ts — reads the messages that the mail folder holds: as much of RFC 822 and MIME as nodemailer writes.

export interface MailSummary {
  to: string;
  from: string;
  subject: string;
  /** ISO 8601, UTC. */
  sentAt: string;
  messageId: string;
  text: string;
}

interface Part {
  headers: Map<string, string>;
  body: string;
}

/** Reads one message, headers decoded, and of its parts the plain text. */
export function readMail(source: string): MailSummary {
  const mail = split(source);
  const header = (name: string) => decodeWords(mail.headers.get(name) ?? '');
  const date = new Date(header('date'));
  return {
    to: header('to'),
    from: header('from'),
    subject: header('subject'),
    sentAt: Number.isNaN(date.getTime()) ? '' : date.toISOString(),
    messageId: header('message-id'),
    text: plainText(mail).replaceAll('\r\n', '\n').trimEnd(),
  };
}

function split(source: string): Part {
  const end = source.search(/\r?\n\r?\n/);
  const head = end < 0 ? source : source.slice(0, end);
  const lines = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = new Map(lines.map((line) => [line.split(':', 1)[0]!.toLowerCase(), line.replace(/^[^:]*:\s*/, '')]));
  return { headers, body: end < 0 ? '' : source.slice(end).replace(/^\r?\n\r?\n/, '') };
}

function plainText({ headers, body }: Part): string {
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary) {
    const parts = body
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => split(part.replace(/^\r?\n/, '')));
    return parts.map(plainText).find((text) => text !== '') ?? '';
  }
  if (!/^text\/plain/i.test(type)) return '';
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? unquote(body.replaceAll(/=\r?\n/g, '')) : body;
}

/** `=C3=BC` and the like, as UTF-8. */
function unquote(text: string): string {
  return text.replaceAll(/(?:=[0-9A-F]{2})+/gi, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'));
}

/** Encoded words of RFC 2047; blanks between two of them belong to neither. */
function decodeWords(header: string): string {
  return header
    .replaceAll(/(\?=)\s+(?==\?)/g, '$1')
    .replaceAll(/(?:=\?utf-8\?q\?[^?]*\?=)+/gi, (words) =>
      unquote(words.replaceAll(/=\?utf-8\?q\?|\?=/gi, '').replaceAll('_', ' ')),
    )
    .replaceAll(/=\?utf-8\?b\?([^?]*)\?=/gi, (_word, code: string) => Buffer.from(code, 'base64').toString('utf8'));
}
