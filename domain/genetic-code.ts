// domain/genetic-code.ts — translation tables, numbered and spelt as NCBI does.

/** `aminoAcids` and `starts` have one letter per codon, in the order AAA, AAC, AAG, AAT, ACA ... TTT. */
export interface GeneticCode {
  number: number;
  aminoAcids: string;
  starts: string;
}

/** NCBI "The Genetic Codes", as `bcftools csq -C l` prints them. */
const TABLES: Readonly<Record<number, readonly [aminoAcids: string, starts: string]>> = {
  1: [
    'KNKNTTTTRSRSIIMIQHQHPPPPRRRRLLLLEDEDAAAAGGGGVVVV*Y*YSSSS*CWCLFLF',
    '--------------M---------------M-----------------*-*-----*-----M-',
  ],
  2: [
    'KNKNTTTT*S*SMIMIQHQHPPPPRRRRLLLLEDEDAAAAGGGGVVVV*Y*YSSSSWCWCLFLF',
    '--------*-*-MMMM------------------------------M-*-*-------------',
  ],
  3: [
    'KNKNTTTTRSRSMIMIQHQHPPPPRRRRTTTTEDEDAAAAGGGGVVVV*Y*YSSSSWCWCLFLF',
    '------------M-M-------------------------------M-*-*-------------',
  ],
  4: [
    'KNKNTTTTRSRSIIMIQHQHPPPPRRRRLLLLEDEDAAAAGGGGVVVV*Y*YSSSSWCWCLFLF',
    '------------MMMM--------------M---------------M-*-*---------M-M-',
  ],
  5: [
    'KNKNTTTTSSSSMIMIQHQHPPPPRRRRLLLLEDEDAAAAGGGGVVVV*Y*YSSSSWCWCLFLF',
    '------------MMMM------------------------------M-*-*-----------M-',
  ],
};

/** In table 1 the rare starts TTG and CTG count as lost where ATG was, as VEP and bcftools (its code 0) have it. */
const ONLY_ATG = '--------------M---------------------------------*-*-----*-------';

export const GENETIC_CODES = Object.keys(TABLES).map(Number);

/** The table of this number; throws RangeError where it is not one of GENETIC_CODES. */
export function geneticCode(number: number): GeneticCode {
  const table = TABLES[number];
  if (!table) throw new RangeError(`Genetic code ${number} is not known; known are ${GENETIC_CODES.join(', ')}.`);
  return { number, aminoAcids: table[0], starts: number === 1 ? ONLY_ATG : table[1] };
}

/** One letter per whole codon of `bases` (upper case), `*` for a stop, `X` where a base is none of A, C, G, T. */
export function translate(code: GeneticCode, bases: string): string {
  let protein = '';
  for (let at = 0; at + 2 < bases.length; at += 3) protein += aminoAcid(code, bases, at);
  return protein;
}

/** The same up to the first stop, that included; only so many bases are looked at. */
export function translateToStop(code: GeneticCode, bases: string): string {
  let protein = '';
  for (let at = 0; at + 2 < bases.length && !protein.endsWith('*'); at += 3) protein += aminoAcid(code, bases, at);
  return protein;
}

/** The amino acid of the codon that begins at `at`. */
export function aminoAcid(code: GeneticCode, bases: string, at = 0): string {
  const codon = codonNumber(bases, at);
  return codon < 0 ? 'X' : code.aminoAcids[codon]!;
}

/** Whether translation may begin with the codon at `at`: then it is read as methionine, whatever it codes elsewhere. */
export function isStart(code: GeneticCode, bases: string, at = 0): boolean {
  return code.starts[codonNumber(bases, at)] === 'M';
}

/** By character code: A, C, G, T are 0 to 3, all else 64, which makes the number of the codon too large. */
const BASES = new Uint8Array(128).fill(64);
for (let number = 0; number < 4; number += 1) BASES['ACGT'.charCodeAt(number)] = number;

function codonNumber(bases: string, at: number): number {
  if (at + 2 >= bases.length) return -1;
  const first = BASES[bases.charCodeAt(at) & 127]!;
  const second = BASES[bases.charCodeAt(at + 1) & 127]!;
  const codon = first * 16 + second * 4 + BASES[bases.charCodeAt(at + 2) & 127]!;
  return codon < 64 ? codon : -1;
}
