// activities/notice-words.ts — every word of every mail, as text and as HTML. Names of files are an attacker's text.
import type { Html } from '../domain/html.ts';
import { html } from '../domain/html.ts';
import type { Instant, JobRecord } from '../domain/job.ts';
import type { NoticeKind } from '../domain/notices.ts';
import { leavesAt } from '../domain/placement.ts';
import type { Plan } from '../domain/plan.ts';

interface Words {
  subject: string;
  text: string;
  html: string;
}

export interface Told {
  jobs: readonly JobRecord[];
  /** Jobs beyond these, of which only the number is known. */
  more: number;
  plan: Plan;
  graceMs: number;
  webUrl: string;
  /** Where mails of this kind are ended. */
  unsubscribeUrl: string;
}

/** Jobs that a mail names; the others it counts. */
const NAMED = 20;
const LONGEST_NAME = 80;

/** What the subject says, of one job and of several; what the first sentence says; and what follows the list. */
const SUBJECTS: Record<NoticeKind, [one: string, several: string]> = {
  completed: ['Annotated: ', ' annotations are complete'],
  failed: ['Not annotated: ', ' annotations failed'],
  archiving_soon: ['Soon in the archive: ', ' results will be archived soon'],
  archived: ['Archived: ', ' results were archived'],
  restore_begun: ['Being restored: ', ' results are being restored'],
  restored: ['Restored: ', ' results were restored'],
};

const SENTENCES: Record<NoticeKind, [one: string, several: string]> = {
  completed: ['Your annotation is complete.', 'These annotations are complete.'],
  failed: ['Your annotation failed.', 'These annotations failed.'],
  archiving_soon: ['Your result will be archived soon.', 'These results will be archived soon.'],
  archived: ['Your result is in the archive now.', 'These results are in the archive now.'],
  restore_begun: ['Your result is being brought back.', 'These results are being brought back.'],
  restored: ['Your result can be downloaded again.', 'These results can be downloaded again.'],
};

const ADVICE: Record<NoticeKind, string> = {
  completed: 'Result and log are on the page of each.',
  failed: 'Log and retry are on the page of each.',
  archiving_soon:
    'Download what you need before, or keep everything at hand with Premium; nothing is lost in the archive.',
  archived: 'Nothing is lost: with Premium it is brought back. The log can be read as before.',
  restore_begun: 'You will find it on its page when it is back.',
  restored: 'Each was verified by its hash on the way back.',
};

/** The mail about some jobs of one user. Their pages are linked; no data of theirs but names and reasons is in it. */
export function noticeWords(kind: NoticeKind, told: Told): Words {
  const { jobs, more, webUrl, unsubscribeUrl } = told;
  const count = jobs.length + more;
  const named = jobs.slice(0, NAMED).map((job) => ({
    name: nameOf(job),
    detail: detailOf(kind, job, told),
    link: `${webUrl}/annotations/${job.jobId}`,
  }));
  const sentence = SENTENCES[kind][count === 1 ? 0 : 1];
  const others = count > named.length ? [`and ${count - named.length} more: ${webUrl}/annotations`] : [];
  const lines = named.map(({ name, detail, link }) => [name, ...(detail ? [detail] : []), link].join('\n'));
  return {
    subject: count === 1 ? `${SUBJECTS[kind][0]}${named[0]!.name}` : `${count}${SUBJECTS[kind][1]}`,
    text: `${[sentence, ...lines, ...others, ADVICE[kind], `No more mails like this: ${unsubscribeUrl}`].join('\n\n')}\n`,
    html: page({ sentence, named, others, advice: ADVICE[kind], unsubscribeUrl }).html,
  };
}

interface Page {
  sentence: string;
  named: readonly { name: string; detail: string | undefined; link: string }[];
  others: readonly string[];
  advice: string;
  unsubscribeUrl: string;
}

function page({ sentence, named, others, advice, unsubscribeUrl }: Page): Html {
  const items = named.map(
    ({ name, detail, link }) => html`<li><a href="${link}">${name}</a>${detail ? [html`<br />${detail}`] : []}</li>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${sentence}</title>
      </head>
      <body style="font-family: system-ui, sans-serif; line-height: 1.5">
        <p>${sentence}</p>
        <ul>
          ${items}
        </ul>
        ${others.map((line) => html`<p>${line}</p>`)}
        <p>${advice}</p>
        <p><a href="${unsubscribeUrl}">No more mails like this</a></p>
      </body>
    </html> `;
}

/** What is said of one job besides its name; `leaves` is when a free result goes to the archive. */
const DETAILS: Partial<Record<NoticeKind, (job: JobRecord, leaves: Instant | undefined) => string | undefined>> = {
  failed: ({ failure }) => failure && plain(failure, 500),
  completed: (_job, leaves) =>
    leaves === undefined ? undefined : `It can be downloaded until ${inWords(leaves)}, then it goes to the archive.`,
  archiving_soon: (_job, leaves) => (leaves === undefined ? undefined : `To be archived at ${inWords(leaves)}.`),
  restore_begun: ({ restore }) => restore && `Expected at ${inWords(restore.expectedAt)} (${restore.tier}).`,
};

function detailOf(kind: NoticeKind, job: JobRecord, { plan, graceMs }: Told): string | undefined {
  return DETAILS[kind]?.(job, leavesAt(job, plan, graceMs));
}

/** The mail about a webhook that is sent nothing any more. */
export function disabledWords({ url, webUrl }: { url: string; webUrl: string }): Words {
  const sentence = 'Your webhook has failed for a day, so nothing is sent there any more:';
  const advice = 'Delete it and add it again when its receiver works: the log of deliveries says what it answered.';
  const [address, link] = [plain(url, 200), `${webUrl}/profile`];
  return {
    subject: 'A webhook of yours was switched off',
    text: `${sentence}\n\n${address}\n\n${advice}\n\n${link}\n`,
    html: html`<p>${sentence}</p>
      <p>${address}</p>
      <p>${advice}</p>
      <p><a href="${link}">${link}</a></p>`.html,
  };
}

function nameOf({ name, inputFileName }: JobRecord): string {
  return plain(name ?? inputFileName, LONGEST_NAME) || 'a file without a name';
}

/** One line without control characters, nor those that turn the direction of text. */
function plain(text: string, longest: number): string {
  const line = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .trim();
  return line.length > longest ? `${line.slice(0, longest).toWellFormed()}…` : line;
}

/** `22 November 2026, 19:40 UTC`: where the reader is we do not know. */
function inWords(at: Instant): string {
  const [date, time] = [new Date(at).toISOString().slice(0, 10), new Date(at).toISOString().slice(11, 16)];
  return `${date} ${time} UTC`;
}
