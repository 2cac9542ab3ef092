// adapters/annotator/consequence/frequencies.ts — how frequent the alleles of a result are, and who carries them, from the bytes of records.
import type { FrequencyHistogram } from '../../../domain/annotation-histograms.ts';
import { frequencyCounter, frequencySource, GENOTYPES } from '../../../domain/annotation-histograms.ts';
import { genotypeCounter } from './genotypes.ts';
import type { Emitted } from './record-line.ts';

const [TAB, SEMICOLON, COMMA] = [9, 59, 44];

function alleleFrequencies() {
  const counter = frequencyCounter();
  const infoIds: string[] = [];
  let source: string | undefined;
  let needle = Buffer.alloc(0);
  return {
    header(line: string): void {
      const id = /^##INFO=<ID=([^,>]+)/.exec(line)?.[1];
      if (id !== undefined) infoIds.push(id);
    },
    begin(samples: number): void {
      source = frequencySource(infoIds, samples);
      needle = Buffer.from(`${source ?? ''}=`);
    },
    source: (): string | undefined => source,
    add: (frequency: number): void => counter.add(frequency),
    /** Reads the field between these bytes of the line; nothing where the genotypes, or nobody, tells frequencies. */
    info(line: Buffer, from: number, to: number): void {
      if (source !== undefined && source !== GENOTYPES) counter.add(valueIn(line.subarray(from, to), needle));
    },
    finish: (): { frequencies?: FrequencyHistogram } =>
      source === undefined ? {} : { frequencies: counter.finish(source) },
  };
}

/** The first number of the field; NaN where it is not there. */
function valueIn(info: Buffer, needle: Buffer): number {
  let at = info.indexOf(needle);
  while (at > 0 && info[at - 1] !== SEMICOLON && info[at - 1] !== TAB) at = info.indexOf(needle, at + 1);
  if (at < 0) return Number.NaN;
  const from = at + needle.length;
  let end = from;
  while (end < info.length && info[end] !== SEMICOLON && info[end] !== COMMA && info[end] !== TAB) end += 1;
  return end === from ? Number.NaN : Number(info.toString('latin1', from, end));
}

/** Who carries the alleles, and how frequent they are: the header first, then every record. */
export function carriers() {
  const frequencies = alleleFrequencies();
  let genotypes = genotypeCounter([]);
  return {
    /** A line of the header; the last names the columns. */
    header(line: string): void {
      if (line.startsWith('##')) return frequencies.header(line);
      const samples = line.split('\t').slice(9);
      genotypes = genotypeCounter(samples);
      frequencies.begin(samples.length);
    },
    /** A record without genotypes, of which nothing but INFO is looked at. */
    info: (line: Buffer, from: number, to: number): void => frequencies.info(line, from, to),
    record({ line, end, record }: Pick<Emitted, 'line' | 'end' | 'record'>): void {
      const counted = record.samples > 0 ? genotypes.add(line, record.samples, end) : Number.NaN;
      if (frequencies.source() === GENOTYPES) frequencies.add(counted);
      else frequencies.info(line, record.altEnd, record.infoEnd);
    },
    samples: () => genotypes.counts(),
    frequencies: () => frequencies.finish(),
  };
}
