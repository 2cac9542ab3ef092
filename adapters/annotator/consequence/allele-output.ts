// adapters/annotator/consequence/allele-output.ts — what is written and counted for an allele, made once for all its records.
import type { DiseaseHit, Tally } from '../../../domain/annotation-summary.ts';
import type { AlleleText } from './contig-view.ts';
import type { RecordLine } from './record-line.ts';
import { infoFields } from './record-line.ts';
import { tableRow } from './table.ts';

export interface AlleleOutput {
  /** `;CSQ=...;MT_LOCUS=...`, to go to the end of INFO, as latin1. */
  fields: string;
  /** Its row of the table, with the newline. */
  row: string;
  /** The same as bytes, once a second record needs them. */
  bytes: { fields: Buffer; row: Buffer } | undefined;
  tally: Tally;
  /** The tracks' fields that it has. */
  tracked: readonly string[];
  hits: readonly DiseaseHit[];
  /** Records so far. */
  times: number;
}

interface WriterOptions {
  fields: readonly string[];
  diseases: readonly { name: string; status?: string | undefined }[];
}

export function alleleWriter({ fields, diseases }: WriterOptions) {
  const wanted = new Set(fields);
  return (record: RecordLine, text: AlleleText): AlleleOutput => {
    const values = infoFields(record.info, wanted);
    let added = text.csq === '' ? '' : `;CSQ=${text.csq}`;
    for (const { id, value } of text.places) {
      added += `;${id}=${value}`;
      values.set(id, value);
    }
    const hits = diseases.flatMap(({ name, status }) => {
      const disease = values.get(name);
      return disease === undefined ? [] : [hitOf(text, disease, (status && values.get(status)) ?? '')];
    });
    return {
      fields: added,
      row: tableRow(record, text, { fields, values }),
      bytes: undefined,
      tally: text.tally,
      tracked: [...values.keys()],
      hits,
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
