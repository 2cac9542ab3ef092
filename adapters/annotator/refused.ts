// adapters/annotator/refused.ts — how a check deep in the file says that the input can't be annotated.

/** Thrown inside this folder only; the annotator turns it into the outcome `refused`. */
export class InputRefused extends Error {
  override readonly name = 'InputRefused';
}

/** Refuses the input at a line (1-based) of the unpacked text. */
export function refuseLine(line: number, what: string): never {
  throw new InputRefused(`Line ${line}: ${what}`);
}
