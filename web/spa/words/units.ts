// web/spa/words/units.ts — sizes, spans and counts as people say them.

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** 153600 as "150 KB": for people, so in steps of 1024 and rounded. */
export function size(bytes: number): string {
  const step = bytes < 1024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** step;
  return `${amount.toLocaleString('en', { maximumFractionDigits: amount < 10 ? 1 : 0 })} ${UNITS[step]}`;
}

const SPANS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** 300000 as "5 minutes", 7000 as "7 seconds": the largest unit of which there are two, or the only one. */
export function span(ms: number): string {
  const [unit, length] = SPANS.find(([, each]) => ms >= 2 * each) ?? (['second', 1000] as const);
  return Math.round(ms / length).toLocaleString('en', { style: 'unit', unit, unitDisplay: 'long' });
}

/** 1 as "1 result", 2 as "2 results". */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`;
}

/** 0.0031 as "$0.0031", 12.5 as "$12.50": what is less than a cent is not called nothing. */
export function dollars(amount: number): string {
  const maximumFractionDigits = amount < 0.1 ? 4 : 2;
  return amount.toLocaleString('en', { style: 'currency', currency: 'USD', maximumFractionDigits });
}

/** The day of a retrieval budget, which is one of UTC: "23 November 2026". */
export function budgetDay(at: string): string {
  return new Date(at).toLocaleDateString('en-GB', { timeZone: 'UTC', dateStyle: 'long' });
}
