// web/spa/variants/variant.ts — a record of a result, read from its line. Every value is text from a file, and nothing else.
import { GENOTYPES } from '../../../domain/annotation-histograms.ts';
import { isMoreSevere } from '../../../domain/consequence.ts';
import type { ConsequenceField, ResultHeader } from './header.ts';

/** What the table shows of a record: its allele with the most severe consequence. */
export interface Variant {
  contig: string;
  position: number;
  id: string;
  ref: string;
  alt: string;
  quality: string;
  filter: string;
  hgvsg: string;
  consequence: string;
  impact: string;
  gene: string;
  transcript: string;
  hgvsc: string;
  hgvsp: string;
  /** 0 to 1; undefined where it is not known. */
  frequency: number | undefined;
  disease: string;
  diseaseStatus: string;
}

/** What reading a record takes: its header, and which fields name a disease and its status. */
export interface Reading {
  header: Pick<ResultHeader, 'consequences' | 'frequency'>;
  diseases: readonly { name: string; status?: string | undefined }[];
}

/** The nine columns before the samples (INFO is `columns[7]`), and all samples as one text. */
export interface Columns {
  columns: string[];
  samples: string;
}

/** Splits no more of a line than its first columns: there may be ten thousand samples behind them. */
export function columnsOf(line: string): Columns {
  const columns: string[] = [];
  let from = 0;
  while (columns.length < 9) {
    const tab = line.indexOf('\t', from);
    if (tab < 0) {
      columns.push(line.slice(from));
      return { columns, samples: '' };
    }
    columns.push(line.slice(from, tab));
    from = tab + 1;
  }
  return { columns, samples: line.slice(from) };
}

/** The value of an INFO field; an empty text for a flag, undefined where it is not there. */
export function infoValue(info: string, id: string): string | undefined {
  for (let at = info.indexOf(id); at >= 0; at = info.indexOf(id, at + 1)) {
    const after = info[at + id.length];
    if (at > 0 && info[at - 1] !== ';') continue;
    if (after !== '=' && after !== ';' && after !== undefined) continue;
    const from = at + id.length + (after === '=' ? 1 : 0);
    const end = info.indexOf(';', from);
    return info.slice(from, end < 0 ? undefined : end);
  }
  return undefined;
}

/** The entry of the most severe consequence, split; empty where there is none. */
export function pickedEntry(info: string, field: ConsequenceField | undefined): string[] {
  const value = field && infoValue(info, field.id);
  if (!field || !value) return [];
  if (!value.includes(',')) return value.split('|');
  const entries = value.split(',').map((entry) => entry.split('|'));
  if (field.pick >= 0) return entries.find((entry) => entry[field.pick] === '1') ?? entries[0] ?? [];
  const told = (entry: readonly string[]) => ({
    term: (entry[field.consequence] ?? '').split('&', 1)[0]!,
    impact: entry[field.impact] ?? '',
  });
  return entries.reduce((a, b) => (isMoreSevere(told(b), told(a)) ? b : a));
}

/** 0 to 1, from where the header says that it is told; undefined where it is not known. */
export function frequencyOf({ columns, samples }: Columns, source: string | undefined): number | undefined {
  if (source === undefined) return undefined;
  const value = source === GENOTYPES ? sharedBy(samples) : Number.parseFloat(infoValue(columns[7] ?? '', source) ?? '');
  return value >= 0 && value <= 1 ? value : undefined;
}

/** The share of alternate alleles among those that were called. */
function sharedBy(samples: string): number {
  let alternate = 0;
  let called = 0;
  let at = 0;
  for (;;) {
    const code = samples.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      called += 1;
      if (code > 48) alternate += 1;
      at += 1;
    } else if (code === 58 || code === 9 || Number.isNaN(code)) {
      const tab = samples.indexOf('\t', at);
      if (tab < 0) return alternate / called;
      at = tab + 1;
    } else at += 1;
  }
}

/** What the tracks say: the first disease, and its status. */
function diseaseOf(info: string, diseases: Reading['diseases']): [string, string] {
  for (const { name, status } of diseases) {
    const disease = infoValue(info, name);
    if (disease) return [disease, (status && infoValue(info, status)) ?? ''];
  }
  return ['', ''];
}

/** Reads a line of a record. */
export function variantOf(line: string, { header, diseases }: Reading): Variant {
  const record = columnsOf(line);
  const at = (column: number): string => record.columns[column] ?? '';
  const [disease, diseaseStatus] = diseaseOf(at(7), diseases);
  return {
    contig: at(0),
    position: Number(at(1)),
    id: known(at(2)),
    ref: at(3),
    alt: at(4),
    quality: known(at(5)),
    filter: known(at(6)),
    ...consequenceOf(at(7), header.consequences),
    frequency: frequencyOf(record, header.frequency),
    disease,
    diseaseStatus,
  };
}

function consequenceOf(info: string, field: ConsequenceField | undefined) {
  const entry = pickedEntry(info, field);
  const told = (name: Exclude<keyof ConsequenceField, 'id' | 'names'>): string => (field && entry[field[name]]) ?? '';
  return {
    hgvsg: told('hgvsg'),
    consequence: told('consequence'),
    impact: told('impact'),
    gene: told('symbol'),
    transcript: told('transcript'),
    hgvsc: told('hgvsc'),
    hgvsp: told('hgvsp').replace('%3D', '='),
  };
}

const known = (text: string): string => (text === '.' ? '' : text);
