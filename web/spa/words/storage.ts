// web/spa/words/storage.ts — where results are, in words.

export const STORAGE = {
  title: 'Where your results are',
  empty: 'There are no results yet.',
  comingBack: 'Coming back from the archive',
  places: {
    hot: 'Ready to download',
    archiving: 'Being archived',
    archived: 'In the archive',
    restoring: 'Being restored',
  },
} as const;
