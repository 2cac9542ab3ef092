// adapters/annotator/consequence/pass.ts — the one pass over an annotated stream: adds our fields, counts, fills the table.
import { parseBcsq } from '../../../domain/consequence.ts';
import type { ResultSummary } from '../../../domain/annotation-summary.ts';
import { summaryCounter } from '../../../domain/annotation-summary.ts';
import { positionCounter } from '../../../domain/annotation-histograms.ts';
import { alleleWriter, namesATrack } from './allele-output.ts';
import type { AlleleOutput } from './allele-output.ts';
import type { ContigView } from './contig-view.ts';
import { CSQ_HEADER } from './csq-field.ts';
import { carriers } from './frequencies.ts';
import { jointQueue } from './joint-queue.ts';
import { gatherer, lineSplitter } from './line-splitter.ts';
import type { Emitted, RecordLine } from './record-line.ts';
import { infoValue, recordReader } from './record-line.ts';
import { beginsWith, recordWriter } from './record-writer.ts';
import { tableTop } from './table.ts';

export interface PassOptions {
  /** Opens a contig when the stream reaches it; they come one after another. */
  open: (contig: string, header: readonly string[]) => ContigView;
  /** Bases of a contig; undefined where it is not one of the genome. */
  lengthOf: (contig: string) => number | undefined;
  /** Complete header lines to add, each with its newline. */
  headerLines: string;
  /** INFO fields of tracks and places, and which of them names a disease, and its status. */
  fields: readonly string[];
  diseases: readonly { name: string; status?: string | undefined }[];
  /** Whether another engine has written CSQ or ANN already; else CSQ is made from csq's BCSQ. */
  foreign: boolean;
  /** Whether records may be parts of one haplotype (`@position`). */
  joined: boolean;
}

const HASH = 35;

/** Takes what bcftools writes as VCF text; the result and the table are gathered, to be taken from time to time. */
export function annotationPass(options: PassOptions) {
  const out = gatherer();
  const table = gatherer();
  const read = recordReader();
  const alleles = currentAllele(options);
  const write = recordWriter(out, table);
  const queue = options.joined ? jointQueue(emit) : undefined;
  const carried = carriers();
  /** Without genotypes, haplotypes and other engines, what is said depends on place and allele alone. */
  let repeatable = false;
  /** The columns up to ALT of the record before. */
  let key = Buffer.alloc(0);

  function headerLine(line: Buffer, start: number, end: number): void {
    const text = line.toString('utf8', start, end);
    carried.header(text);
    if (text.startsWith('##')) alleles.header(text);
    else {
      repeatable = text.split('\t').length === 8 && !queue && !options.foreign;
      out.text(`${options.foreign ? '' : `${CSQ_HEADER}\n`}${options.headerLines}`);
      table.text(tableTop(options.fields));
    }
    out.bytes(line, start, end);
    out.newline();
  }

  function take(line: Buffer, start: number, end: number): void {
    if (line[start] === HASH) return headerLine(line, start, end);
    const known = repeatable && beginsWith(line, start, key) ? alleles.known(line, start + key.length, end) : undefined;
    if (known) carried.info(line, start + key.length, end);
    if (known) return write(line, { start, infoEnd: end, end }, known);
    const record = read(line, start, end);
    key = Buffer.from(line.subarray(start, record.altEnd));
    const bcsq = infoValue(record.info, 'BCSQ') ?? (options.foreign ? record.info : '');
    if (!queue) return emit({ line, start, end, record, bcsq });
    const { joined, entries } = /[@+]/.test(bcsq) ? parseBcsq(bcsq) : { joined: [], entries: [] };
    queue.put({ line: Buffer.from(line.subarray(start, end)), start, record, joined, entries, bcsq });
  }

  function emit({ line, start, end, record, bcsq, joint }: Emitted): void {
    write(line, { start, infoEnd: record.infoEnd, end }, alleles.next(record, bcsq, joint));
    carried.record({ line, end, record });
  }

  const splitter = lineSplitter(take);
  return {
    push: (chunk: Buffer): void => splitter.push(chunk),
    end(): void {
      splitter.end();
      queue?.end();
    },
    /** The bytes that are ready, of the result and of the table. */
    take: (all = false): { result: Buffer[]; table: Buffer[] } => ({ result: out.take(all), table: table.take(all) }),
    /** After the end. */
    summary: (): ResultSummary => ({ ...alleles.finish(carried.samples()), ...carried.frequencies() }),
  };
}

/** The allele that the stream is at: what is said of it, and how often it came, for the summary. */
function currentAllele(options: PassOptions) {
  const counter = summaryCounter();
  const positions = positionCounter(options.lengthOf);
  const outputOf = alleleWriter(options);
  const header: string[] = [];
  let contig = '';
  let view: ContigView | undefined;
  let current: AlleleOutput | undefined;
  let position = 0;
  /** What the tracks say of the alleles at this position: of repeated ones bcftools tells it once. */
  const tracks = new Map<string, AlleleOutput['tracks']>();

  function settle(): void {
    if (!current) return;
    const { tally, tracked, hits, times } = current;
    counter.add(tally, times);
    positions.add(contig, position, times);
    for (const field of tracked) counter.track(field, times);
    for (const hit of hits) counter.hit(hit, times);
    current = undefined;
  }

  return {
    header: (line: string): void => void (options.foreign && header.push(line)),
    /** The allele of the record before, for one that repeats it and has no tracks of its own. */
    known: (line: Buffer, start: number, end: number): AlleleOutput | undefined =>
      current && namesATrack(line, { start, end, of: current }) ? undefined : current,
    next(record: RecordLine, bcsq: string, joint: Emitted['joint']): AlleleOutput {
      settle();
      if (record.contig !== contig || !view) {
        contig = record.contig;
        position = 0;
        view = options.open(contig, header);
      }
      if (record.position !== position) tracks.clear();
      position = record.position;
      const { ref, alt } = record;
      const allele = `${ref}>${alt}`;
      current = outputOf(record, view.textOf({ position, ref, alt, bcsq }, joint), tracks.get(allele));
      if (current.tracks.length > 0) tracks.set(allele, current.tracks);
      return current;
    },
    finish(samples: ResultSummary['samples']): ResultSummary {
      settle();
      const { diseases, ...counted } = counter.finish(samples, options.fields);
      return { ...counted, diseases: { ...diseases, fields: options.diseases }, positions: positions.finish() };
    },
  };
}
