// web/spa/variants/session.ts — one result under someone's eyes: searched, paged, looked at closely, exported.
import { inflateAll } from './bgzf.ts';
import type { ByteSource } from './byte-source.ts';
import { ReadError } from './byte-source.ts';
import { detailsOf } from './details.ts';
import { exporter } from './export.ts';
import type { VariantFilter } from './filter.ts';
import { compileFilter, parseRegion } from './filter.ts';
import { readHeader } from './header.ts';
import type { Ask, Told, TypedFilter } from './messages.ts';
import type { Match, RecordPlace, ScanRequest } from './scan.ts';
import { scan } from './scan.ts';
import { parseTabix } from './tabix.ts';
import type { Reading } from './variant.ts';
import { variantOf } from './variant.ts';

type Of<Kind extends Ask['kind']> = Extract<Ask, { kind: Kind }>;
type Tell = (told: Told) => void;

/** An inflated index: that of GRCh38 with all its contigs has less than a megabyte. */
const LARGEST_INDEX = 64 * 1024 * 1024;
/** The page is told of progress no more often than this. */
const TELL_EVERY_MS = 100;
/** An exported file is handed to the browser in pieces of this size, which it keeps outside of our memory. */
const PIECE_BYTES = 1024 * 1024;

export interface SessionOptions {
  open: (url: string) => ByteSource;
  tell: Tell;
}

/** Answers `ask` by telling; a new search ends the one before, a new export likewise. */
export function session({ open, tell }: SessionOptions) {
  const known = Promise.withResolvers<Known>();
  let opened: Promise<Opened> | undefined;
  let searching: Search | undefined;
  let exporting = new AbortController();

  const answers: { [Kind in Ask['kind']]: (ask: Of<Kind>) => Promise<void> } = {
    async open(ask) {
      opened = openResult(ask, { open, known: known.promise });
      const { reading, header } = await opened;
      tell({ kind: 'opened', samples: header.samples.length, frequency: reading.header.frequency });
    },
    async known({ diseases, records }) {
      known.resolve({ diseases, records });
    },
    async search(ask) {
      const stop = fresh(searching?.stop);
      const mine: Search = { stop, number: ask.search, last: undefined };
      searching = mine;
      const found = await opened!;
      mine.request = await requestFor(found, ask.filter, stop.signal);
      const total = isEverything(mine.request) ? found.records : undefined;
      await runSearch(mine, { rows: ask.rows, reading: found.reading, tell, total });
    },
    async more(ask) {
      if (searching?.number !== ask.search || !searching.request) return;
      await readMore(searching, { rows: ask.rows, reading: (await opened!).reading, tell });
    },
    async details(ask) {
      const { source, header, reading } = await opened!;
      const line = await lineAt({ source, header, index: undefined, ...EVERYTHING }, ask.place);
      tell({ kind: 'details', details: ask.details, found: detailsOf(line, header, reading.diseases) });
    },
    async export(ask) {
      exporting = fresh(exporting);
      const found = await opened!;
      await runExport(await requestFor(found, ask.filter, exporting.signal), { ask, reading: found.reading, tell });
    },
    async 'stop-export'() {
      exporting.abort();
    },
  };

  return async (ask: Ask): Promise<void> => {
    try {
      await (answers[ask.kind] as (ask: Ask) => Promise<void>)(ask);
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') return; // somebody asked for something else
      tell({ kind: 'failed', of: ask.kind, number: numberOf(ask), ...wordsFor(error) });
    }
  };
}

function fresh(before: AbortController | undefined): AbortController {
  before?.abort();
  return new AbortController();
}

/** What the summary of a result tells of it; `records` is undefined where there is no summary. */
interface Known {
  diseases: Reading['diseases'];
  records: number | undefined;
}

interface Opened {
  source: ByteSource;
  header: ScanRequest['header'];
  index: () => Promise<ScanRequest['index']>;
  reading: Reading;
  records: number | undefined;
}

interface Search {
  stop: AbortController;
  number: number;
  request?: ScanRequest;
  /** The last record that was shown. */
  last: RecordPlace | undefined;
}

/** What the tracks are called comes beside the header; the index is fetched when the first place is searched for. */
async function openResult(
  { dataUrl, indexUrl }: Of<'open'>,
  { open, known }: Pick<SessionOptions, 'open'> & { known: Promise<Known> },
): Promise<Opened> {
  const source = open(dataUrl);
  let fetched: Promise<ScanRequest['index']> | undefined;
  const index = () => {
    const asked = (fetched ??= inflateAll(open(indexUrl), LARGEST_INDEX).then(parseTabix));
    asked.catch(() => (fetched = undefined)); // whoever asks is told; the next one may have more luck
    return asked;
  };
  const header = await readHeader(source);
  const { diseases, records } = await known;
  return { source, header, index, records, reading: { header, diseases } };
}

const isEverything = ({ filter }: ScanRequest): boolean => Object.keys(filter).length === 0;

const EVERYTHING = { filter: {}, compiled: { mark: undefined, wants: () => true } } as const;

async function requestFor(opened: Opened, typed: TypedFilter, signal: AbortSignal): Promise<ScanRequest> {
  const { source, header, reading } = opened;
  const { place, ...rest } = typed;
  const index = place ? await opened.index() : undefined;
  const region = place && index ? parseRegion(place, index.contigs) : undefined;
  if (place && !region) throw new ReadError('invalid-request', unknownPlace(index?.contigs ?? []));
  const filter: VariantFilter = { ...rest, ...(region && { region }) };
  signal.throwIfAborted();
  return { source, header, index, filter, compiled: compileFilter(filter, reading), signal };
}

function unknownPlace(contigs: readonly string[]): string {
  const some = contigs.slice(0, 8).join(', ') + (contigs.length > 8 ? ', …' : '');
  return `This is no place of this result. Write it as ${contigs[0] ?? 'chrM'}:100-200; there are variants on ${some}.`;
}

interface Showing {
  rows: number;
  reading: Reading;
  tell: Tell;
}

/** Shows the first matches as they come, and counts on to the end of the file where it is not known how many there are. */
async function runSearch(
  search: Search,
  { rows, reading, tell, total }: Showing & { total: number | undefined },
): Promise<void> {
  const request = search.request!;
  let matches = 0;
  let toldAt = 0;
  for await (const step of scan(request)) {
    const shown = step.matches.slice(0, Math.max(0, rows - matches));
    matches += step.matches.length;
    show(search, shown, { reading, tell });
    if (total !== undefined && matches >= Math.min(rows, total)) {
      tell({ kind: 'progress', search: search.number, matches: total, share: 1, done: true });
      return;
    }
    if (performance.now() - toldAt < TELL_EVERY_MS) continue;
    toldAt = performance.now();
    tell({ kind: 'progress', search: search.number, matches, share: shareOf(request, step.reached), done: false });
  }
  tell({ kind: 'progress', search: search.number, matches, share: 1, done: true });
}

function show(search: Search, matches: readonly Match[], { reading, tell }: Pick<Showing, 'reading' | 'tell'>): void {
  if (matches.length === 0) return;
  search.last = matches.at(-1)!.place;
  const rows = matches.map(({ line, place }) => ({ variant: variantOf(line, reading), place }));
  tell({ kind: 'rows', search: search.number, rows });
}

/** Goes on behind the last record shown. */
async function readMore(search: Search, { rows, reading, tell }: Showing): Promise<void> {
  let left = rows;
  for await (const { matches } of scan({ ...search.request!, after: search.last })) {
    show(search, matches.slice(0, left), { reading, tell });
    left -= matches.length;
    if (left <= 0) return;
  }
}

async function lineAt(request: Omit<ScanRequest, 'after'>, { at, skip }: RecordPlace): Promise<string> {
  for await (const { matches } of scan({ ...request, after: { at, skip: skip - 1 } })) {
    if (matches[0]) return matches[0].line;
  }
  throw new ReadError('changed', 'This variant is not there any more. Please load the page again.');
}

interface Exporting {
  ask: Of<'export'>;
  reading: Reading;
  tell: Tell;
}

async function runExport(request: ScanRequest, { ask, reading, tell }: Exporting): Promise<void> {
  const write = exporter(ask.format, request.header, reading.diseases);
  const pieces: Blob[] = [];
  let parts = [write.top() as Uint8Array<ArrayBuffer>];
  let size = 0;
  let records = 0;
  let toldAt = 0;
  for await (const { matches, reached } of scan(request)) {
    for (const match of matches) {
      const bytes = write.record(match) as Uint8Array<ArrayBuffer>;
      parts.push(bytes);
      size += bytes.length;
    }
    records += matches.length;
    if (size > PIECE_BYTES) {
      pieces.push(new Blob(parts));
      [parts, size] = [[], 0];
    }
    if (performance.now() - toldAt < TELL_EVERY_MS) continue;
    toldAt = performance.now();
    tell({ kind: 'exporting', export: ask.export, records, share: shareOf(request, reached) });
  }
  const type = ask.format === 'vcf' ? 'text/plain' : 'text/tab-separated-values';
  tell({ kind: 'exported', export: ask.export, records, file: new Blob([...pieces, ...parts], { type }) });
}

/** Of the file, or unknown (0) of a region, which is quick anyway. */
function shareOf({ source, filter }: ScanRequest, reached: number): number {
  return filter.region ? 0 : Math.min(1, reached / (source.size() ?? Infinity));
}

function numberOf(ask: Ask): number {
  if (ask.kind === 'search' || ask.kind === 'more') return ask.search;
  return ask.kind === 'export' ? ask.export : ask.kind === 'details' ? ask.details : 0;
}

function wordsFor(error: unknown): { id: string; message: string } {
  if (error instanceof ReadError) return { id: error.id, message: error.message };
  return { id: 'damaged', message: 'The result cannot be read here. The download of it may still be fine.' };
}
