// web/spa/words/list.ts — what the list of one's jobs says.
import type { ListQuery } from '../list/query.ts';

export const SORT_WORDS: Record<ListQuery['sort'], string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  name: 'By name',
};

export const LIST = {
  title: 'My annotations',
  search: 'Search by name or file',
  status: 'Status',
  place: 'Result',
  sort: 'Order',
  anyStatus: 'Any status',
  anyPlace: 'Results anywhere',
  connecting: 'Connecting for live changes…',
  more: 'Show more',
  clear: 'Show everything',
  nothingFits: 'No annotation fits this search.',
} as const;

/** What can be done with many at once: the button, the question, and whether it cannot be undone. */
export const BULK = {
  cancel: {
    button: 'Cancel',
    title: 'Cancel these annotations?',
    text: 'What runs is stopped; the inputs stay, so that you can retry.',
  },
  retry: {
    button: 'Retry',
    title: 'Retry these annotations?',
    text: 'Each is annotated again from the input that is kept, under the same request id.',
  },
  again: {
    button: 'Run again',
    title: 'Run these once more?',
    text: 'Each becomes a new annotation of the same input. The old ones stay as they are.',
  },
  delete: {
    button: 'Delete',
    title: 'Delete these annotations?',
    text: 'Inputs, results, logs and copies in the archive are deleted for good. This cannot be undone.',
  },
} as const;
