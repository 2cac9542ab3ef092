// web/spa/words/toasts.ts — what has happened to a job meanwhile, in a corner of whatever page is open.

export const TOASTS = {
  close: 'Close',
  place: 'What happened meanwhile',
  completed: 'is annotated',
  failed: 'could not be annotated',
  archived: 'is in the archive now',
  restored: 'can be downloaded again',
  more: (count: number) => `and ${count.toLocaleString('en')} more`,
} as const;
