// adapters/annotator/input/numbers.ts — whether values are numbers, as their header line says, on their bytes.

/** 0: not a number by declaration, so anything; 1: Integer; 2: Float. */
export type Numeric = 0 | 1 | 2;
export const ANYTHING = 0;
const INTEGER = 1;
const FLOAT = 2;

const DOT = 46;
const ZERO = 48;

/** Bit 0: no part of a list of whole numbers, bit 1: no part of one of numbers. */
export const FOREIGN = new Uint8Array(256).fill(INTEGER | FLOAT);
for (const letter of '0123456789+-,') FOREIGN[letter.charCodeAt(0)] = 0;
for (const letter of '.eEinfatyINFATY') FOREIGN[letter.charCodeAt(0)] = INTEGER;

export const numericOf = (type: string): Numeric =>
  type === 'Integer' ? INTEGER : type === 'Float' ? FLOAT : ANYTHING;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte < ZERO + 10;

/** Whether a byte that FOREIGN marks is none of a list of such values: a point by itself is a missing value. */
export function isForeign(bytes: Buffer, at: number, numeric: Numeric): boolean {
  const byte = bytes[at]!;
  if ((FOREIGN[byte]! & numeric) === 0) return false;
  return byte !== DOT || isDigit(bytes[at - 1]) || isDigit(bytes[at + 1]);
}

/** Whether a list that holds bytes foreign to its type is one of missing values all the same: `.,3`. */
export const isNumberList = (text: string, numeric: Numeric): boolean =>
  text
    .split(',')
    .every((value) => value === '' || value === '.' || (numeric === INTEGER ? /^[+-]?\d+$/ : NUMBER).test(value));

const NUMBER = /^[+-]?(\d+\.?\d*(e[+-]?\d+)?|\.\d+(e[+-]?\d+)?|inf(inity)?|nan)$/i;

/** The Type that all values have that were met: wider than the declared one. */
export const widerType = (text: string): 'Float' | 'String' => (isNumberList(text, FLOAT) ? 'Float' : 'String');
