// domain/checkup.ts — whether all that the service stands on is there, and set up as it must be: looks at one thing each.

/** What a look has seen: what is well, or what is wrong and, in a sentence, what to do about it. */
export type Seen = { well: string } | { problem: string; advice: string };

export const AREAS = [
  'settings',
  'secrets',
  'temporal',
  'workers',
  'tables',
  'buckets',
  'queues',
  'topics',
  'archive',
  'mail',
  'identity',
  'processes',
  'clocks',
  'genome',
  'scratch',
] as const;
export type Area = (typeof AREAS)[number];

export interface Check {
  area: Area;
  /** What is looked at: `table annotations`. */
  subject: string;
  /** Answers what it has seen; what it throws is a problem, too. Ends soon after `signal` aborts. */
  look: (signal: AbortSignal) => Promise<Seen | readonly Seen[]>;
  /** What to do where the look itself fails, or is not over in time. */
  advice: string;
}

/** Thrown by looks: one problem, and what to do about it. */
export class Problem extends Error {
  override name = 'Problem';
  readonly advice: string;
  constructor(problem: string, advice: string, options?: ErrorOptions) {
    super(problem, options);
    this.advice = advice;
  }
}

/** A list of problems, or the one line that says that there is none. */
export function wellUnless(problems: readonly (Seen | false | undefined)[], well: string): readonly Seen[] {
  const seen = problems.filter((one) => one !== false && one !== undefined);
  return seen.length > 0 ? seen : [{ well }];
}
