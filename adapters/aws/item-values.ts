// adapters/aws/item-values.ts — reading attributes that anybody may have written, and writing only those that are given.

export type Item = Record<string, unknown>;

/** An instant twice: whole seconds for everybody, milliseconds for us. */
export function instant(seconds: string, milliseconds: string, at: number | undefined): Item {
  return at === undefined ? {} : { [seconds]: Math.floor(at / 1000), [milliseconds]: at };
}

/** The milliseconds, unless another system has since written other seconds. */
export function instantOf(seconds: unknown, milliseconds: unknown): number | undefined {
  const whole = number(seconds);
  const exact = number(milliseconds);
  if (whole === undefined) return exact;
  return exact !== undefined && Math.floor(exact / 1000) === Math.floor(whole) ? exact : Math.round(whole * 1000);
}

/** TTL attributes are in whole seconds; rounded up, so that the table never takes a row before its time. */
export function expirySeconds(at: number): number {
  return Math.ceil(at / 1000);
}

export function expiryOf(seconds: unknown): number | undefined {
  const whole = number(seconds);
  return whole === undefined ? undefined : whole * 1000;
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function number(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() === '') return undefined;
  const read = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(read) ? read : undefined;
}

/** One of a closed list, or nothing. */
export function oneOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((candidate) => candidate === value);
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Only the fields that have a value. */
export function given<T extends object>(fields: T): Given<T> {
  const kept: Given<T> = { ...fields };
  for (const key in kept) if (kept[key] === undefined) delete kept[key];
  return kept;
}
