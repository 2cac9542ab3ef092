// chaos/options.ts — what a run is asked for on the command line.
import { parseArgs } from 'node:util';

export interface Options {
  seed: number;
  minutes: number;
  jobs: number;
  /** The probability with which a fault is armed. */
  share: number;
  /** Where the state of the run lies; a temporary folder where it is not given. */
  folder?: string;
  /** Keeps the folder even where everything holds. */
  keep: boolean;
}

export const USAGE = `npm run chaos -- --seed N --minutes M
  --seed N       decides everything; one is drawn and printed where it is missing
  --minutes M    length of the phase with faults (default 10); the quiet phase takes what it needs
  --jobs N       jobs submitted meanwhile (default 300)
  --share S      arm each fault with this probability (default 0.5, and 1 from 5 minutes on); --all-faults is 1
  --folder PATH  where the run lies: event log, stores, logs of all processes
  --keep         keep the folder even where everything holds`;

/** Options of `words`; undefined where help is asked for. Throws an Error fit to be shown. */
export function readOptions(words: readonly string[]): Options | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { seed: text, minutes: text, jobs: text, share: text, folder: text } as const;
  const flags = { 'all-faults': flag, keep: flag, help: flag } as const;
  const { values } = parseArgs({ args: [...words], options: { ...options, ...flags } });
  if (values.help) return undefined;
  const minutes = positive('minutes', values.minutes ?? '10');
  return {
    seed: Math.floor(positive('seed', values.seed ?? String(1 + Math.floor(Math.random() * 1_000_000)))),
    minutes,
    jobs: Math.ceil(positive('jobs', values.jobs ?? '300')),
    share: values['all-faults'] ? 1 : positive('share', values.share ?? (minutes >= 5 ? '1' : '0.5')),
    keep: values.keep ?? false,
    ...(values.folder ? { folder: values.folder } : {}),
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} must be a number above 0, not ${text}.`);
  return value;
}
