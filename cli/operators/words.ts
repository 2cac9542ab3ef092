// cli/operators/words.ts — columns and what must not be shown, for every command's text.

/** Keys end in the name that a person gave to a file: `<prefix>/<user_id>/<job_id>~<name>`. */
export function withoutFileNames(text: string): string {
  return text.replaceAll(/~[^\s"'`]+/g, '~(file name)');
}

/** Rows of equal columns, two spaces apart, indented by two. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows.map((row) => `  ${row.map((cell, index) => cell.padEnd(widths[index]!)).join('  ')}`.trimEnd());
}

/** A heading over its lines; nothing where there are none. */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

export function count(amount: number, thing: string): string {
  return `${amount.toLocaleString('en')} ${thing}${amount === 1 ? '' : 's'}`;
}
