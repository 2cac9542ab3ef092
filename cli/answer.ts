// cli/answer.ts — the frame around every command that answers: its answer, or the one sentence that says why there is none.
import { explain } from './failure.ts';

export interface Terminal {
  out(text: string): void;
  /** Progress and mistakes, beside the answer. */
  say(text: string): void;
  exitWith(code: number): void;
}

/** An answer for people and for machines. */
export interface Answer {
  text: string;
  json: unknown;
  /** 1 where something is left to be looked at; 2 where the service has refused the file itself, as `gas annotate` has it. */
  exitCode?: 0 | 1 | 2;
}

/** Prints what `work` answers, as one JSON document where that is asked for, and sets the exit code. */
export async function answer(
  terminal: Terminal,
  { json }: { json?: true },
  work: () => Promise<Answer>,
): Promise<void> {
  const print = (document: unknown) => terminal.out(JSON.stringify(document, undefined, 2));
  try {
    const { text, json: document, exitCode = 0 } = await work();
    if (json) print(document);
    else terminal.out(text);
    terminal.exitWith(exitCode);
  } catch (error) {
    const { id, message } = explain(error);
    if (json) print({ error: { id, message } });
    else terminal.say(message);
    terminal.exitWith(1);
  }
}
