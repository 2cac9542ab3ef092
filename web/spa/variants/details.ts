// web/spa/variants/details.ts — all that a result says of one record.
import type { ResultHeader } from './header.ts';
import type { Reading, Variant } from './variant.ts';
import { columnsOf, infoValue, variantOf } from './variant.ts';

export interface VariantDetails {
  variant: Variant;
  /** What each column of `transcripts` is called; those that no transcript fills are left out. */
  transcriptFields: string[];
  transcripts: string[][];
  /** Fields of INFO but the consequences: name, value, and what the header says it is. */
  info: { id: string; value: string; description: string }[];
  /** The first of them; `sampleCount` says how many there are. */
  samples: { name: string; genotype: string; rest: string }[];
  sampleCount: number;
  /** What the parts of `rest` are called. */
  format: string;
}

/** Samples shown of one record. */
const SAMPLES = 500;

/** Everything in a record's line, as text. */
export function detailsOf(line: string, header: ResultHeader, diseases: Reading['diseases']): VariantDetails {
  const { columns, samples } = columnsOf(line);
  const info = columns[7] ?? '';
  const [genotypeName = '', ...format] = (columns[8] ?? '').split(':');
  const isGenotype = genotypeName === 'GT';
  return {
    variant: variantOf(line, { header, diseases }),
    ...transcriptsOf(info, header),
    info: infoFields(info)
      .filter(([id]) => id !== header.consequences?.id)
      .map(([id, value]) => ({ id, value, description: header.descriptions.get(id) ?? '' })),
    samples: (samples === '' ? [] : samples.split('\t', SAMPLES)).map((text, at) => {
      const colon = isGenotype ? text.indexOf(':') : -1;
      const genotype = isGenotype ? text.slice(0, colon < 0 ? undefined : colon) : '';
      return { name: header.samples[at] ?? '', genotype, rest: isGenotype ? text.slice(genotype.length + 1) : text };
    }),
    sampleCount: header.samples.length,
    format: (isGenotype ? format : [genotypeName, ...format]).join(':'),
  };
}

function transcriptsOf(info: string, { consequences }: ResultHeader) {
  const value = consequences && infoValue(info, consequences.id);
  if (!consequences || !value) return { transcriptFields: [], transcripts: [] };
  const entries = value.split(',').map((entry) => entry.split('|'));
  const used = consequences.names.flatMap((name, at) => (entries.some((entry) => entry[at]) ? [{ name, at }] : []));
  return {
    transcriptFields: used.map(({ name }) => name),
    transcripts: entries.map((entry) => used.map(({ at }) => (entry[at] ?? '').replace('%3D', '='))),
  };
}

function infoFields(info: string): [string, string][] {
  if (info === '.' || info === '') return [];
  return info.split(';').map((field) => {
    const equals = field.indexOf('=');
    return equals < 0 ? [field, 'yes'] : [field.slice(0, equals), field.slice(equals + 1)];
  });
}
