// adapters/annotator/input/refused.ts — how a check deep in the file says that the input can't be annotated.

/** Thrown inside the annotator only, which turns it into the outcome `refused`. `problems`: all that was found. */
export class InputRefused extends Error {
  override readonly name = 'InputRefused';
  readonly problems: readonly string[];

  constructor(message: string, options: { problems?: readonly string[]; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.problems = options.problems ?? [message];
  }
}

/** Refuses the input at a line (1-based) of the unpacked text. */
export function refuseLine(line: number, what: string): never {
  throw new InputRefused(`Line ${line}: ${what}`);
}
