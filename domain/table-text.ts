// domain/table-text.ts — cells of a table that a spreadsheet may open.

/**
 * Text as a cell of a tab-separated table: no tabs or line ends, and no formula. A spreadsheet runs what begins with
 * = + - @ (OWASP, "CSV Injection"), so that gets an apostrophe before it; numbers are left alone.
 */
export function cell(text: string): string {
  const plain = /[\t\r\n]/.test(text) ? text.replaceAll(/[\t\r\n]/g, ' ') : text;
  const first = plain.charCodeAt(0);
  const risky = first === 61 || first === 43 || first === 45 || first === 64;
  return risky && plain.length > 1 && !/^[+-]?[\d.]+(?:e[+-]?\d+)?$/i.test(plain) ? `'${plain}` : plain;
}
