// test/chaos/catches.ts — a test for each way to break a run: the checker has to say so.
import assert from 'node:assert/strict';
import { check } from '../../chaos/checker.ts';
import { aRun, type ARun } from './a-run.ts';

/** The invariants that a run breaks, with what was said about each. */
export function broken(run: ARun): Record<string, readonly string[]> {
  const { verdicts } = check(run.events(), run.stores);
  return Object.fromEntries(
    verdicts.filter(({ problems }) => problems.length > 0).map(({ id, problems }) => [id, problems]),
  );
}

/** Breaks a sound run in one place; the checker has to name this invariant, in these words. */
export function catches(
  invariant: string,
  title: string,
  { plant, says }: { plant: (run: ARun) => void; says: RegExp },
): void {
  it(`${invariant}: ${title}`, () => {
    const run = aRun();
    plant(run);
    const found = broken(run);
    assert.ok(
      found[invariant]?.some((text) => says.test(text)),
      `${invariant} is not broken, but ${JSON.stringify(found)}`,
    );
  });
}
