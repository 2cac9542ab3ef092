// cli/operators/told.ts — what one place told, or why it did not: an operator looks when something is down.
import { explain } from '../failure.ts';

export type Told<Value> = { told: Value } | { unavailable: string };

export async function told<Value>(ask: () => Promise<Value>): Promise<Told<Value>> {
  try {
    return { told: await ask() };
  } catch (error) {
    return { unavailable: explain(error).message };
  }
}

/** For JSON: the value, or `{ unavailable }`. */
export function plain<Value, Shown>(
  answer: Told<Value>,
  show: (value: Value) => Shown,
): Shown | { unavailable: string } {
  return 'told' in answer ? show(answer.told) : answer;
}

/** For people: its lines, or the one that says why there are none. */
export function lines<Value>(answer: Told<Value>, show: (value: Value) => string[]): string[] {
  return 'told' in answer ? show(answer.told) : [`  cannot be told: ${answer.unavailable}`];
}
