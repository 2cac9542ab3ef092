// web/spa/result/found.ts — what a search has found so far, one thing told after another.
import type { VariantDetails } from '../variants/details.ts';
import type { ExportFormat } from '../variants/export.ts';
import type { Row, Told } from '../variants/messages.ts';
import { ROWS } from '../variants/reader.ts';

export interface Found {
  state: 'opening' | 'searching' | 'done' | 'failed';
  rows: Row[];
  /** First rows that were put away, so that the page stays light. */
  dropped: number;
  matches: number;
  /** Of the file that has been read. */
  share: number;
  problem?: string | undefined;
  samples: number;
  /** Where frequencies are told; they cannot be asked for where nothing tells them. */
  frequency: string | undefined;
  details?: VariantDetails | undefined;
  exporting?: { records: number; share: number } | undefined;
  exported?: { file: Blob; format: ExportFormat } | undefined;
  /** Number of the search that `rows` are of, 0 of the reader's own; what comes of another is too late. */
  search: number;
}

export const NOTHING: Found = {
  state: 'opening',
  rows: [],
  dropped: 0,
  matches: 0,
  share: 0,
  samples: 0,
  frequency: undefined,
  search: 0,
};

export type Step = Told | { kind: 'begin'; search: number } | { kind: 'close-details' } | { kind: 'take-export' };

type Changes = { [Kind in Step['kind']]: (found: Found, step: Extract<Step, { kind: Kind }>) => Partial<Found> };

const CHANGES: Changes = {
  opened: (_found, { samples, frequency }) => ({ samples, frequency }),
  begin: ({ state }, { search }) => ({
    state: state === 'opening' ? state : 'searching',
    problem: undefined,
    rows: [],
    dropped: 0,
    matches: 0,
    share: 0,
    search,
  }),
  rows(found, { rows: more }) {
    const rows = [...found.rows, ...more];
    const over = Math.max(0, rows.length - ROWS.kept);
    const state = found.state === 'opening' ? 'searching' : found.state;
    return { state, rows: rows.slice(over), dropped: found.dropped + over };
  },
  progress: (_found, { done, matches, share }) => ({ state: done ? 'done' : 'searching', matches, share }),
  details: (_found, { found: details }) => ({ details }),
  'close-details': () => ({ details: undefined }),
  exporting: (_found, { records, share }) => ({ exporting: { records, share } }),
  exported: (_found, { file }) => ({ exporting: undefined, exported: { file, format: formatOf(file) } }),
  'take-export': () => ({ exporting: undefined, exported: undefined }),
  failed: ({ state }, { of, message }) => ({
    state: of === 'details' ? state : 'failed',
    exporting: undefined,
    problem: message,
  }),
};

/** What is known after one thing more was told; what is of a search before this one changes nothing. */
export function after(found: Found, step: Step): Found {
  const late = 'search' in step && step.kind !== 'begin' && step.search !== found.search;
  if (late) return found;
  const change = CHANGES[step.kind] as (found: Found, step: Step) => Partial<Found>;
  return { ...found, ...change(found, step) };
}

const formatOf = ({ type }: Blob): ExportFormat => (type === 'text/plain' ? 'vcf' : 'tsv');
