// web/spa/words/job.ts — what the page of one annotation says.

export const JOB = {
  result: 'Result',
  facts: 'Facts',
  timeline: 'What happened, and what comes',
  log: 'Log',
  logText: 'Text of the log',
  openLog: 'Read the log',
  closeLog: 'Close the log',
  searchLog: 'Search in the log',
  open: 'Explore the result',
  downloadVcf: 'Download as VCF',
  downloadTable: 'Download as a table',
  downloadSummary: 'Summary of this result as JSON',
  numbers: 'Its numbers and plots',
  downloadInput: 'Download the input',
  copy: 'Copy',
  copied: 'Copied',
  genome: 'Genome asked for',
  hash: 'SHA-256 tree hash',
  hashHelp: 'The same before archiving and after: this is how you know that not one bit has changed.',
  history: 'For operators',
  historyLink: 'Its workflows in Temporal Web',
  historyHelp: 'Opens in another tab. Only operators see this.',
  deletion: 'Delete this annotation',
  deletionConfirm: 'Delete it for good',
  deletionText:
    'This deletes the input, the result, the log and the copy in the archive, wherever they are just now. If it is still running, it is stopped.',
  archiving: 'It is being archived just now.',
  comesBack: 'This result is in the archive, and about to be brought back.',
  archived: 'This result is in the archive. The log stays readable.',
  upgrade: 'Upgrade to Premium',
  upgradeWhy: 'to bring it back.',
} as const;

/** What can be done with one job: the button, and what it says while it is asked for. */
export const ACTIONS = {
  cancel: ['Cancel', 'Cancelling…'],
  retry: ['Retry', 'Starting again…'],
  again: ['Run again as a new annotation', 'Submitting…'],
} as const satisfies Record<string, readonly [wanted: string, asked: string]>;

/** The step that a job is at, and the next one, where the record has no entry of it yet. */
export const NOW = {
  accepted: 'Waiting for a worker',
  acceptedWhy: 'Your submission is safe.',
  queued: 'Queued',
  annotating: 'Annotating',
  archivedNext: 'Will be archived',
  archivingNow: 'Being archived',
  archivedNow: 'In the archive',
  archivedWhy: 'It stays there, unharmed, until you upgrade or delete it.',
  restoringNow: 'Being restored',
  postponed: 'Restore waits for its budget',
} as const;
