// web/spa/words/upload.ts — choosing files, sending them, and what may happen on the way.
import type { Phase } from '../upload/uploads.ts';
import { count, size, span } from './units.ts';

export const UPLOAD = {
  title: 'New annotation',
  drop: 'Drop VCF files here, or choose them',
  dropNow: 'Let go to add these files',
  kinds: 'One file or many: .vcf, .vcf.gz or .bcf. Each is checked here before a byte is sent.',
  files: 'Your files',
  name: 'Name',
  nameHint: 'as the file',
  genome: 'Genome',
  automatic: 'Recognise it',
  start: 'Upload and annotate',
  startMany: (files: number) => `Upload and annotate ${count(files, 'file')}`,
  pause: 'Pause',
  resume: 'Go on',
  retry: 'Try again',
  remove: 'Remove',
  show: 'Show the annotation',
  all: 'My annotations',
  uploaded: (file: string) => `Sent of ${file}`,
  resumes: 'Begun earlier: only what is missing is sent.',
  recognised: (genome: string) => `Looks like ${genome}.`,
  unrecognised: 'Its first lines name no genome of this service; the annotation will tell.',
  interrupted: 'The upload was interrupted. Please try again.',
  formRefused: 'The storage refused this upload: its size or its form is not as agreed.',
  partRefused: 'The storage refused a part of this upload.',
  over: 'This upload is over: it was completed or given up. Please add the file again.',
} as const;

export const PASTE = {
  title: 'Paste VCF text instead',
  label: 'VCF text',
  hint: 'With its header: the line that begins with #CHROM, and records with tabs between their columns.',
  add: 'Add as a file',
  fileName: 'pasted.vcf',
} as const;

export const UNFINISHED = {
  title: 'Not finished last time',
  hint: 'Choose the same file again, above, to go on where it stopped.',
  arrived: (share: number) => `${Math.floor(share * 100)}% has arrived`,
  kept: (until: string) => `kept until ${until}`,
  discard: 'Discard',
} as const;

/** What a plan takes, said before anything is chosen. */
export function limitInWords(bytes: number): string {
  return `Your plan takes files of up to ${size(bytes)}.`;
}

export const PREMIUM = {
  offer: (bytes: number) => `With Premium they may have ${size(bytes)}.`,
  link: 'See Premium',
} as const;

export function tooLargeInWords(bytes: number, limit: number): string {
  return `This file has ${size(bytes)}; your plan takes ${size(limit)}.`;
}

const PHASES: Record<Phase, string> = {
  checking: 'Being looked at…',
  refused: 'Cannot be annotated',
  ready: 'Ready',
  waiting: 'Waiting for the files before it',
  uploading: 'Uploading',
  paused: 'Paused',
  submitting: 'Submitting',
  done: 'Submitted',
  failed: 'Not sent',
};

export function phaseInWords(phase: Phase): string {
  return PHASES[phase];
}

/** "Uploading, 42% of 30 MB, about 2 minutes left" */
export function progressInWords({ sent, total, leftMs }: { sent: number; total: number; leftMs?: number }): string {
  const share = `${Math.floor((100 * Math.min(sent, total)) / Math.max(1, total))}% of ${size(total)}`;
  return leftMs === undefined ? share : `${share}, about ${span(Math.max(1000, leftMs))} left`;
}

/** Read out when something changes, so not with every percent. */
export function tellOf(phases: readonly Phase[]): string {
  const counted = (phase: Phase) => phases.filter((one) => one === phase).length;
  const told: [number, string][] = [
    [counted('uploading') + counted('submitting'), 'being uploaded'],
    [counted('waiting'), 'waiting'],
    [counted('paused'), 'paused'],
    [counted('done'), 'submitted'],
    [counted('failed'), 'not sent'],
    [counted('refused'), 'refused'],
  ];
  const said = told.flatMap(([files, what]) => (files > 0 ? [`${count(files, 'file')} ${what}`] : []));
  return said.join(', ');
}
