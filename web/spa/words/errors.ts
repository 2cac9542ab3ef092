// web/spa/words/errors.ts — the pages for what cannot be shown, in words that say what to do next.
import type { ErrorId } from '../../contract.ts';

interface ErrorWords {
  title: string;
  text: string;
}

export const ERROR_PAGES = {
  broken: {
    title: 'This page has stumbled',
    text: 'Something on this page went wrong. Your jobs and results are not touched by it.',
  },
  missing: { title: 'Not found', text: 'There is nothing at this address.' },
  foreign: { title: 'Not yours', text: 'You are not authorized to view this job.' },
  unknown: {
    title: 'Not found',
    text: 'This job is not known: it may have been deleted, or the address is not whole.',
  },
  deleted: { title: 'Deleted', text: 'This annotation has been deleted.' },
  signIn: { title: 'Please sign in', text: 'This page is yours alone, so we need to know who you are.' },
  restarting: {
    title: 'One moment',
    text: 'The service cannot be reached, perhaps it is restarting. Running jobs go on, and this page opens by itself when it is back.',
  },
} as const satisfies Record<string, ErrorWords>;

/** What stands above an error that takes a whole page. */
export const ERROR_TITLES: Partial<Record<ErrorId | 'unreachable', string>> = {
  'not-yours': 'Not yours',
  'job-unknown': 'Not found',
  'not-found': 'Not found',
  internal: 'Something went wrong',
  unreachable: 'One moment',
};
