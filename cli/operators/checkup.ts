// cli/operators/checkup.ts — runs all checks together, each within its time: one that fails or hangs hides no other.
import type { Area, Check, Seen } from '../../domain/checkup.ts';
import { AREAS, Problem } from '../../domain/checkup.ts';

/** All that there is to look at; `close` lets the connections go. */
export interface Checkup {
  checks: readonly Check[];
  close: () => void;
}

export interface Finding {
  area: Area;
  subject: string;
  ok: boolean;
  detail: string;
  /** What to do about a problem. */
  advice?: string;
}

/** What every check has seen, in the order of areas. */
export async function examine(checks: readonly Check[], limitMs: number): Promise<Finding[]> {
  const found = await Promise.all(checks.map((check) => findingsOf(check, limitMs)));
  return found.flat().toSorted((a, b) => AREAS.indexOf(a.area) - AREAS.indexOf(b.area));
}

async function findingsOf({ area, subject, advice, look }: Check, limitMs: number): Promise<Finding[]> {
  const seen = await withinTime(look, { limitMs, advice });
  return [seen]
    .flat()
    .map((one) =>
      'well' in one
        ? { area, subject, ok: true, detail: one.well }
        : { area, subject, ok: false, detail: one.problem, advice: one.advice },
    );
}

async function withinTime(
  look: Check['look'],
  { limitMs, advice }: { limitMs: number; advice: string },
): Promise<Seen | readonly Seen[]> {
  const late = new AbortController();
  const timer = Promise.withResolvers<Seen>();
  const clock = setTimeout(() => {
    late.abort();
    timer.resolve({ problem: `No answer within ${limitMs / 1000} seconds.`, advice });
  }, limitMs);
  try {
    return await Promise.race([timer.promise, look(late.signal).catch((error: unknown) => problemOf(error, advice))]);
  } finally {
    clearTimeout(clock);
  }
}

function problemOf(error: unknown, advice: string): Seen {
  if (error instanceof Problem) return { problem: error.message, advice: error.advice };
  const message = error instanceof Error ? error.message : String(error);
  return { problem: message.replaceAll(/\s+/g, ' ').trim(), advice };
}
