// adapters/annotator/consequence/pass.ts — the one pass over an annotated stream: adds our fields, counts, fills the table.
import { parseBcsq } from '../../../domain/consequence.ts';
import type { ResultSummary } from '../../../domain/annotation-summary.ts';
import { summaryCounter } from '../../../domain/annotation-summary.ts';
import { alleleWriter } from './allele-output.ts';
import type { AlleleOutput } from './allele-output.ts';
import type { ContigView } from './contig-view.ts';
import { CSQ_HEADER } from './csq-field.ts';
import { genotypeCounter } from './genotypes.ts';
import { jointQueue } from './joint-queue.ts';
import { gatherer, lineSplitter } from './line-splitter.ts';
import type { Emitted } from './record-line.ts';
import { infoValue, recordReader } from './record-line.ts';
import { tableTop } from './table.ts';

export interface PassOptions {
  /** Opens a contig when the stream reaches it; they come one after another. */
  open: (contig: string, header: readonly string[]) => ContigView;
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
const TAB = 9;
const DOT = 46;

/** Takes what bcftools writes as VCF text; the result and the table are gathered, to be taken from time to time. */
export function annotationPass(options: PassOptions) {
  const out = gatherer();
  const table = gatherer();
  const counter = summaryCounter();
  const read = recordReader();
  const outputOf = alleleWriter(options);
  const queue = options.joined ? jointQueue(emit) : undefined;
  let genotypes = genotypeCounter([]);
  const header: string[] = [];
  let sitesOnly = true;
  let contig = '';
  let view: ContigView | undefined;
  let current: AlleleOutput | undefined;
  /** The columns up to ALT of the record before. */
  let key = Buffer.alloc(0);

  function headerLine(line: Buffer, start: number, end: number): void {
    if (line[start + 1] !== HASH) {
      out.text(`${options.foreign ? '' : `${CSQ_HEADER}\n`}${options.headerLines}`);
      const samples = line.toString('utf8', start, end).split('\t').slice(9);
      sitesOnly = line.indexOf('\tFORMAT', start) < 0;
      genotypes = genotypeCounter(samples);
      table.text(tableTop(options.fields));
    } else if (options.foreign) header.push(line.toString('utf8', start, end));
    out.bytes(line, start, end);
    out.newline();
  }

  function take(line: Buffer, start: number, end: number): void {
    if (line[start] === HASH) return headerLine(line, start, end);
    // What csq (record by record), tracks and places say depends on place and allele alone: a repeated one is known.
    const to = start + key.length;
    const again =
      current &&
      !queue &&
      !options.foreign &&
      sitesOnly &&
      line[to] === TAB &&
      line.compare(key, 0, key.length, start, to) === 0;
    if (again) return write(line, { start, infoEnd: end, end }, current!);
    const record = read(line, start, end);
    key = Buffer.from(line.subarray(start, record.altEnd));
    const bcsq = infoValue(record.info, 'BCSQ') ?? (options.foreign ? record.info : '');
    if (!queue) return emit({ line, start, end, record, bcsq });
    const { joined, entries } = /[@+]/.test(bcsq) ? parseBcsq(bcsq) : { joined: [], entries: [] };
    queue.put({ line: Buffer.from(line.subarray(start, end)), start, record, joined, entries, bcsq });
  }

  function emit({ line, start, end, record, bcsq, joint }: Emitted): void {
    if (record.contig !== contig || !view) {
      contig = record.contig;
      view = options.open(contig, header);
    }
    const { position, ref, alt } = record;
    if (current) settle(current);
    current = outputOf(record, view.textOf({ position, ref, alt, bcsq }, joint));
    write(line, { start, infoEnd: record.infoEnd, end }, current);
    if (record.samples > 0) genotypes.add(line, record.samples, end);
  }

  /** The line with our fields at the end of its INFO, and its row. */
  function write(
    line: Buffer,
    { start, infoEnd, end }: { start: number; infoEnd: number; end: number },
    output: AlleleOutput,
  ) {
    const empty = line[infoEnd - 1] === DOT && line[infoEnd - 2] === TAB && output.fields !== '';
    out.bytes(line, start, empty ? infoEnd - 1 : infoEnd);
    if (output.times === 0) {
      out.text(empty ? output.fields.slice(1) : output.fields);
      table.text(output.row);
    } else {
      output.bytes ??= { fields: Buffer.from(output.fields, 'latin1'), row: Buffer.from(output.row, 'latin1') };
      const { fields, row } = output.bytes;
      out.bytes(fields, empty ? 1 : 0, fields.length);
      table.bytes(row, 0, row.length);
    }
    if (infoEnd < end) out.bytes(line, infoEnd, end);
    out.newline();
    output.times += 1;
  }

  function settle(output: AlleleOutput): void {
    counter.add(output.tally, output.times);
    for (const field of output.tracked) counter.track(field, output.times);
    for (const hit of output.hits) counter.hit(hit, output.times);
  }

  const splitter = lineSplitter(take);
  return {
    push: (chunk: Buffer): void => splitter.push(chunk),
    end(): void {
      splitter.end();
      queue?.end();
      if (current) settle(current);
      current = undefined;
    },
    /** The bytes that are ready, of the result and of the table. */
    take: (all = false): { result: Buffer[]; table: Buffer[] } => ({ result: out.take(all), table: table.take(all) }),
    summary: (): ResultSummary => counter.finish(genotypes.counts(), options.fields),
  };
}
