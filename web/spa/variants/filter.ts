// web/spa/variants/filter.ts — which records are wanted, and how to pass over the others quickly.
import type { Columns, Reading } from './variant.ts';
import { columnsOf, frequencyOf, infoValue, pickedEntry } from './variant.ts';

export interface Region {
  contig: string;
  /** From 1, both ends included; to the end of the contig where it is not given. */
  from: number;
  to?: number | undefined;
}

/** What is not given is not asked of a record; what is given must all be true of it. */
export interface VariantFilter {
  /** The symbol of a gene that any of its transcripts belongs to, in any case. */
  gene?: string;
  /** A term of its most severe consequence. */
  consequence?: string;
  /** The impact of its most severe consequence. */
  impact?: string;
  /** `any`, or a part of a disease's name or status, in any case. */
  disease?: string;
  /** Bounds, both included. A record of unknown frequency has none of them. */
  frequency?: { least?: number; most?: number };
  region?: Region;
  /** Anywhere before the genotypes, in any case. */
  text?: string;
}

export interface CompiledFilter {
  /** A line without it is not wanted; undefined where every line must be looked at. Global. */
  mark: RegExp | undefined;
  wants(line: string): boolean;
}

type Test = (record: Columns) => boolean;

/** Prepares a filter for the records of one result. */
export function compileFilter(filter: VariantFilter, reading: Reading): CompiledFilter {
  const tests = [
    ...regionTest(filter),
    ...textTest(filter),
    ...consequenceTests(filter, reading),
    ...diseaseTest(filter, reading),
    ...frequencyTest(filter, reading),
  ];
  return {
    mark: markOf(filter, reading),
    wants(line) {
      if (tests.length === 0) return true;
      const record = columnsOf(line);
      return tests.every((test) => test(record));
    },
  };
}

/** A text that every wanted line has, the rarest first. */
function markOf({ gene, disease, impact, consequence, text }: VariantFilter, { diseases }: Reading) {
  if (gene) return new RegExp(`\\|${escaped(gene)}\\|`, 'gi');
  if (disease && diseases.length > 0) return new RegExp(diseases.map(({ name }) => `${escaped(name)}=`).join('|'), 'g');
  if (text) return new RegExp(escaped(text), 'gi');
  if (consequence) return new RegExp(escaped(consequence), 'g');
  return impact ? new RegExp(`\\|${escaped(impact)}\\|`, 'g') : undefined;
}

function regionTest({ region }: VariantFilter): Test[] {
  if (!region) return [];
  const { contig, from, to = Infinity } = region;
  return [
    ({ columns: [name, position, , ref = ''] }) =>
      name === contig && Number(position) <= to && Number(position) + ref.length - 1 >= from,
  ];
}

function textTest({ text }: VariantFilter): Test[] {
  if (!text) return [];
  const wanted = new RegExp(escaped(text), 'i');
  return [({ columns }) => wanted.test(columns.slice(0, 8).join('\t'))];
}

function consequenceTests({ gene, consequence, impact }: VariantFilter, { header }: Reading): Test[] {
  const field = header.consequences;
  if (!gene && !consequence && !impact) return [];
  if (!field) return [() => false];
  const symbol = gene?.toUpperCase();
  const ofGene: Test = ({ columns }) => hasGene(infoValue(columns[7] ?? '', field.id) ?? '', field.symbol, symbol!);
  const ofKind: Test = ({ columns }) => {
    const entry = pickedEntry(columns[7] ?? '', field);
    const isImpact = !impact || entry[field.impact] === impact;
    return isImpact && (!consequence || (entry[field.consequence] ?? '').split('&').includes(consequence));
  };
  return [...(symbol ? [ofGene] : []), ...(consequence || impact ? [ofKind] : [])];
}

const hasGene = (value: string, at: number, symbol: string): boolean =>
  value.split(',').some((entry) => entry.split('|', at + 1)[at]?.toUpperCase() === symbol);

function diseaseTest({ disease }: VariantFilter, { diseases }: Reading): Test[] {
  if (!disease) return [];
  const wanted = disease === 'any' ? undefined : new RegExp(escaped(disease), 'i');
  const isWanted = (value: string | undefined): boolean => value !== undefined && (!wanted || wanted.test(value));
  return [
    ({ columns: { 7: info = '' } }) =>
      diseases.some(({ name, status }) => {
        const value = infoValue(info, name);
        return value !== undefined && (isWanted(value) || (status !== undefined && isWanted(infoValue(info, status))));
      }),
  ];
}

function frequencyTest({ frequency }: VariantFilter, { header }: Reading): Test[] {
  const { least, most } = frequency ?? {};
  if (least === undefined && most === undefined) return [];
  return [
    (record) => {
      const value = frequencyOf(record, header.frequency);
      return value !== undefined && value >= (least ?? 0) && value <= (most ?? 1);
    },
  ];
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);

/** `chrM:100-200`, `chrM:100`, `chrM`, with or without thousands separators; undefined for anything else. */
export function parseRegion(text: string, contigs: readonly string[]): Region | undefined {
  const wanted = text.trim();
  if (contigs.includes(wanted)) return { contig: wanted, from: 1 };
  const [, name = '', first = '', last] = /^(.+):([\d,]+)(?:-([\d,]*))?$/.exec(wanted) ?? [];
  const contig = contigs.find((one) => one === name) ?? contigs.find((one) => one.toLowerCase() === name.toLowerCase());
  return contig === undefined ? undefined : regionOf(contig, number(first), last);
}

function regionOf(contig: string, from: number, last: string | undefined): Region | undefined {
  const to = last === undefined ? from : last === '' ? Infinity : number(last);
  return from >= 1 && to >= from ? { contig, from, to } : undefined;
}

const number = (text: string): number => Number(text.replaceAll(',', ''));
