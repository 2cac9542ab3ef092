// web/spa/variants/messages.ts — what the page asks of the worker that reads a result, and what that tells.
import type { VariantDetails } from './details.ts';
import type { ExportFormat } from './export.ts';
import type { VariantFilter } from './filter.ts';
import type { RecordPlace } from './scan.ts';
import type { Variant } from './variant.ts';

/** A filter as typed: the region is still text. */
export type TypedFilter = Omit<VariantFilter, 'region'> & { place?: string };

export interface Row {
  variant: Variant;
  place: RecordPlace;
}

/** `search`, `export` and `details` are numbers of the page's own, so that it knows answers that came too late. */
export type Ask =
  | { kind: 'open'; dataUrl: string; indexUrl: string }
  /** The fields that name a disease, and their status; and how many records there are: a search waits for it. */
  | { kind: 'known'; diseases: { name: string; status?: string | undefined }[]; records?: number | undefined }
  | { kind: 'search'; search: number; filter: TypedFilter; rows: number }
  | { kind: 'more'; search: number; rows: number }
  | { kind: 'details'; details: number; place: RecordPlace }
  | { kind: 'export'; export: number; filter: TypedFilter; format: ExportFormat }
  | { kind: 'stop-export' };

export type Told =
  | { kind: 'opened'; samples: number; frequency: string | undefined }
  | { kind: 'rows'; search: number; rows: Row[] }
  /** `matches` so far, after `share` (0 to 1) of the file; all of them once `done`. */
  | { kind: 'progress'; search: number; matches: number; share: number; done: boolean }
  | { kind: 'details'; details: number; found: VariantDetails }
  | { kind: 'exporting'; export: number; records: number; share: number }
  | { kind: 'exported'; export: number; records: number; file: Blob }
  | { kind: 'failed'; of: Ask['kind']; number: number; id: string; message: string };
