// adapters/annotator/input/refused.ts — how a check deep in the file says that the input can't be annotated, and all of why.
import { placeOf } from '../../../domain/vcf.ts';

/** Thrown inside the annotator only, which turns it into the outcome `refused`. `problems`: all that was found. */
export class InputRefused extends Error {
  override readonly name = 'InputRefused';
  readonly problems: readonly string[];

  constructor(message: string, options: { problems?: readonly string[]; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.problems = options.problems ?? [message];
  }
}

/** Told after the first problem of a file; more would not be read by anybody, and cost memory. */
const MORE = 50;

/** Collects problems, so that one attempt tells them all. `line` is the one being read, from 1. */
export interface Problems {
  line: number;
  /** Of the line being read: column from 1, 0 for the whole line; `name` if it isn't one of the nine fixed columns. */
  add(column: number, what: string, name?: string): void;
  /** A complete sentence, with its place if it has one. */
  addText(text: string): void;
  /** Ends the check at once: what comes after can't be understood, or would cost too much. */
  stop(text: string): never;
  /** Throws InputRefused if there are any; `hint` follows the first one. */
  settle(hint?: string): void;
  first(): string | undefined;
}

/** Throws InputRefused by itself once there are so many that the rest doesn't matter. */
export function problemList(): Problems {
  const found: string[] = [];
  const refusal = (hint = ''): InputRefused => {
    const full = found.length > MORE ? 'at least ' : '';
    const others = found.length - 1;
    const rest = others > 0 ? ` (${full}${others} more ${others === 1 ? 'problem' : 'problems'}: see the log.)` : '';
    return new InputRefused(`${found[0]}${hint && ` ${hint}`}${rest}`, { problems: found });
  };
  const addText = (text: string): void => {
    found.push(text);
    if (found.length > MORE) throw refusal();
  };
  return {
    line: 0,
    addText,
    add(column, what, name) {
      addText(`${placeOf(this.line, column, name)}: ${what}`);
    },
    stop(text) {
      found.push(text);
      throw refusal();
    },
    settle(hint) {
      if (found.length > 0) throw refusal(hint);
    },
    first: () => found[0],
  };
}
