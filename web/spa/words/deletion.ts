// web/spa/words/deletion.ts — deleting for good, in words.

export const DELETION = {
  understood: 'I understand that this cannot be undone',
  deleting: 'Deleting…',
  keep: 'Keep it',
  account: {
    title: 'Delete my account',
    confirm: 'Delete my account and all my data',
    what: 'This deletes every annotation of yours, running ones too, with its input, its result, its log and its copy in the archive; then your profile and your plan. You are signed out everywhere. What stays is a record that it was done, without names or data.',
    how: 'Removing it all takes a few minutes. To keep a result, download it first; one that is in the archive has to be brought back before. Signing in again later opens a new, empty account.',
    done: 'Your account is deleted, and you are signed out. Its data are being removed.',
  },
} as const;
