// adapters/annotator/consequence/allele-output.ts — what is written and counted for an allele, made once for all its records.
import type { DiseaseHit, Tally } from '../../../domain/annotation-summary.ts';
import type { AlleleText } from './contig-view.ts';
import type { RecordLine } from './record-line.ts';
import { infoFields } from './record-line.ts';
import { tableRow } from './table.ts';

export interface AlleleOutput {
  /** `;CSQ=...;MT_LOCUS=...`, to go to the end of INFO, as latin1. */
  fields: string;
  /** The same for a record that repeats the allele: with the tracks' fields, which bcftools gives to the first one only. */
  repeated: string;
  /** Its row of the table, with the newline. */
  row: string;
  /** `repeated` and `row` as bytes, once a second record needs them. */
  bytes: { fields: Buffer; row: Buffer } | undefined;
  /** What the tracks say of it. */
  tracks: readonly (readonly [id: string, value: string])[];
  /** How their fields begin, once a second record is compared. */
  trackNames: readonly Buffer[] | undefined;
  tally: Tally;
  /** The fields of tracks and places that it has. */
  tracked: readonly string[];
  hits: readonly DiseaseHit[];
  /** Records so far. */
  times: number;
}

const NONE: AlleleOutput['tracks'] = [];

/**
 * Whether a record names a field of the tracks that its allele has: then it has been told by itself. Asked of every record
 * that repeats one, so of the bytes; another field whose name ends alike is only read in vain.
 */
export function namesATrack(
  line: Buffer,
  { start, end, of }: { start: number; end: number; of: AlleleOutput },
): boolean {
  if (of.tracks.length === 0) return false;
  of.trackNames ??= of.tracks.map(([id]) => Buffer.from(`${id}=`));
  const rest = line.subarray(start, end);
  return of.trackNames.some((name) => rest.includes(name));
}

interface WriterOptions {
  fields: readonly string[];
  diseases: readonly { name: string; status?: string | undefined }[];
}

export function alleleWriter({ fields, diseases }: WriterOptions) {
  const wanted = new Set(fields);

  function hitsOf(text: AlleleText, values: ReadonlyMap<string, string>): DiseaseHit[] {
    const hits: DiseaseHit[] = [];
    for (const { name, status } of diseases) {
      const disease = values.get(name);
      if (disease !== undefined) hits.push(hitOf(text, disease, (status && values.get(status)) ?? ''));
    }
    return hits;
  }

  /** `tracks`: what was said of an earlier record with this allele. */
  return (record: RecordLine, text: AlleleText, tracks: AlleleOutput['tracks'] = NONE): AlleleOutput => {
    const values = infoFields(record.info, wanted);
    let lacking = '';
    for (const [id, value] of tracks) {
      if (values.has(id)) continue;
      lacking += `;${id}=${value}`;
      values.set(id, value);
    }
    const told = values.size > 0 ? [...values] : NONE;
    let added = text.csq === '' ? '' : `;CSQ=${text.csq}`;
    for (const { id, value } of text.places) {
      added += `;${id}=${value}`;
      values.set(id, value);
    }
    return {
      fields: lacking + added,
      repeated: told.map(([id, value]) => `;${id}=${value}`).join('') + added,
      row: tableRow(record, text, { fields, values }),
      bytes: undefined,
      tally: text.tally,
      tracks: told,
      trackNames: undefined,
      tracked: [...values.keys()],
      hits: hitsOf(text, values),
      times: 0,
    };
  };
}

const hitOf = ({ hgvsg, tally, picked }: AlleleText, disease: string, status: string): DiseaseHit => ({
  variant: hgvsg,
  gene: tally.symbol,
  protein: picked?.hgvsp ?? '',
  disease,
  status,
});
