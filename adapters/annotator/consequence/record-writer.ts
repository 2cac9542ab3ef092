// adapters/annotator/consequence/record-writer.ts — writes a record with our fields, and its row; repeated alleles by their bytes.
import type { AlleleOutput } from './allele-output.ts';
import type { gatherer } from './line-splitter.ts';

const TAB = 9;
const DOT = 46;
type Gatherer = ReturnType<typeof gatherer>;

export interface LineSpan {
  start: number;
  infoEnd: number;
  end: number;
}

/** Writes to the result and to the table; counts the records of each allele. */
export const recordWriter =
  (out: Gatherer, table: Gatherer) =>
  (line: Buffer, { start, infoEnd, end }: LineSpan, output: AlleleOutput): void => {
    const empty = line[infoEnd - 1] === DOT && line[infoEnd - 2] === TAB && output.fields !== '';
    out.bytes(line, start, empty ? infoEnd - 1 : infoEnd);
    if (output.times === 0) {
      out.text(empty ? output.fields.slice(1) : output.fields);
      table.text(output.row);
    } else {
      output.bytes ??= { fields: Buffer.from(output.repeated, 'latin1'), row: Buffer.from(output.row, 'latin1') };
      const { fields, row } = output.bytes;
      out.bytes(fields, empty ? 1 : 0, fields.length);
      table.bytes(row, 0, row.length);
    }
    if (infoEnd < end) out.bytes(line, infoEnd, end);
    out.newline();
    output.times += 1;
  };

/** Whether a line begins with these columns. */
export const beginsWith = (line: Buffer, start: number, columns: Buffer): boolean => {
  const to = start + columns.length;
  return line[to] === TAB && line.compare(columns, 0, columns.length, start, to) === 0;
};
