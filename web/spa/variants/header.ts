// web/spa/variants/header.ts — the header of a result: what its fields are called, and where each thing is told.
import { frequencySource } from '../../../domain/annotation-histograms.ts';
import type { ByteSource } from './byte-source.ts';
import { linesFrom } from './lines.ts';
import type { Place } from './tabix.ts';

export interface ResultHeader {
  /** All lines of it, as they are. */
  bytes: Uint8Array;
  /** Where the first record begins. */
  end: Place;
  samples: string[];
  /** What each INFO field is, in the file's own words. */
  descriptions: ReadonlyMap<string, string>;
  consequences: ConsequenceField | undefined;
  /** Where frequencies are told (domain/annotation-histograms.ts). */
  frequency: string | undefined;
}

/** The INFO field of consequences, `CSQ` or `ANN`, and the place of each thing in its entries; -1 where it is not told. */
export interface ConsequenceField {
  id: string;
  names: readonly string[];
  consequence: number;
  impact: number;
  symbol: number;
  transcript: number;
  hgvsg: number;
  hgvsc: number;
  hgvsp: number;
  pick: number;
}

/** The header is kept; more than the annotator takes of one would be no header. */
const LONGEST = 32 * 1024 * 1024;

const HASH = 35;
const NEWLINE = 10;

/** Reads the header from the beginning of the file. */
export async function readHeader(source: ByteSource, signal?: AbortSignal): Promise<ResultHeader> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const { at, bytes } of linesFrom(source, { block: 0, within: 0 }, signal)) {
    const end = headerEnd(bytes);
    parts.push(bytes.slice(0, end));
    length += end;
    if (length > LONGEST) throw new RangeError('the header is too long');
    if (end < bytes.length) return headerOf(parts, { batch: at, skip: end });
  }
  return headerOf(parts, undefined);
}

/** Bytes of the lines that begin with `#`. */
function headerEnd(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length && bytes[at] === HASH) at = bytes.indexOf(NEWLINE, at) + 1 || bytes.length;
  return at;
}

function headerOf(parts: readonly Uint8Array[], end: { batch: Place; skip: number } | undefined): ResultHeader {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let filled = 0;
  for (const part of parts) {
    bytes.set(part, filled);
    filled += part.length;
  }
  const lines = new TextDecoder().decode(bytes).split('\n');
  const samples = (lines.find((line) => line.startsWith('#CHROM')) ?? '').trimEnd().split('\t').slice(9);
  const descriptions = new Map(lines.flatMap(infoOf));
  const place = end ? { block: end.batch.block, within: end.batch.within + end.skip } : { block: 0, within: 0 };
  return {
    bytes,
    end: place,
    samples,
    descriptions,
    consequences: consequenceField(descriptions),
    frequency: frequencySource([...descriptions.keys()], samples.length),
  };
}

function infoOf(line: string): [string, string][] {
  const [, id, rest = ''] = /^##INFO=<ID=([^,>]+)(.*)$/.exec(line) ?? [];
  return id === undefined ? [] : [[id, /Description="((?:[^"\\]|\\.)*)"/.exec(rest)?.[1] ?? '']];
}

/** VEP's own words for its fields, and those of snpEff. */
function consequenceField(descriptions: ReadonlyMap<string, string>): ConsequenceField | undefined {
  const id = ['CSQ', 'ANN'].find((one) => descriptions.has(one));
  if (id === undefined) return undefined;
  const format = /(?:Format:|annotations:)\s*'?([^'"]*)/i.exec(descriptions.get(id) ?? '')?.[1] ?? '';
  const names = format.split('|').map((name) => name.trim());
  const place = (...wanted: string[]): number => names.findIndex((name) => wanted.includes(name));
  return {
    id,
    names,
    consequence: place('Consequence', 'Annotation'),
    impact: place('IMPACT', 'Annotation_Impact'),
    symbol: place('SYMBOL', 'Gene_Name'),
    transcript: place('Feature', 'Feature_ID'),
    hgvsg: place('HGVSg'),
    hgvsc: place('HGVSc', 'HGVS.c'),
    hgvsp: place('HGVSp', 'HGVS.p'),
    pick: place('PICK'),
  };
}
