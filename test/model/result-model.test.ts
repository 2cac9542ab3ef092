import assert from 'node:assert/strict';
import fc from 'fast-check';
import { graceEnds, placement } from '../../domain/placement.ts';
import type { Plan, PlanChange } from '../../domain/plan.ts';
import { UNKNOWN_USER, decidePlanChange } from '../../domain/plan.ts';
import { aJob } from '../support/builders.ts';
import type { EventName, ResultState } from './result-model.ts';
import { INSIDE, OUTSIDE, after, graceEnd, needOf, nobody, restOf } from './result-model.ts';
import { fieldsOf } from './row-view.ts';

const GRACE_MS = 100;
const HISTORIES = 10_000;

interface Turn {
  /** Which of the events that the model allows now. */
  choice: number;
  /** A deletion, after which little happens, is chosen less often than the rest. */
  mayDelete: boolean;
  passes: number;
}

const history = fc.array(
  fc.record<Turn>({
    choice: fc.nat(1000),
    mayDelete: fc.nat(5).map((one) => one === 0),
    passes: fc.constantFrom(0, 1, GRACE_MS - 1, GRACE_MS, GRACE_MS + 1),
  }),
  { minLength: 10, maxLength: 30 },
);
const EVENTS: readonly EventName[] = [...OUTSIDE, ...INSIDE];

function nextOf(state: ResultState, { choice, mayDelete }: Turn, now: number): ResultState {
  const allowed = EVENTS.filter((event) => event !== 'deleted' || mayDelete).flatMap(
    (event) => after(state, event, now, GRACE_MS) ?? [],
  );
  return allowed[choice % (allowed.length + 1)] ?? state;
}

const submitted = after(nobody(), 'submitted', 0, GRACE_MS)!;
const completed = (['started', 'completed'] as const).reduce((state, event) => after(state, event, 0, 0)!, submitted);

/** Every state of a history with the time in which it was reached. */
function* livesOf(begin: ResultState, turns: readonly Turn[]): Generator<{ state: ResultState; now: number }> {
  let [state, now] = [begin, 0];
  yield { state, now };
  for (const turn of turns) {
    now += turn.passes;
    state = nextOf(state, turn, now);
    yield { state, now };
  }
}

function placed(state: ResultState, now: number) {
  const plan: Plan = {
    ...UNKNOWN_USER,
    role: state.role === 'premium' ? 'premium_user' : 'free_user',
    since: state.since,
  };
  const job = aJob(fieldsOf(state));
  return { need: placement(job, plan, { now, graceMs: GRACE_MS }), ends: graceEnds(job, plan, GRACE_MS) };
}

describe('the model of a result', () => {
  it(`agrees with placement at every step of ${HISTORIES} random histories`, () => {
    for (const begin of [submitted, completed])
      fc.assert(
        fc.property(history, (turns) => {
          for (const { state, now } of livesOf(begin, turns)) {
            const { need, ends } = placed(state, now);
            assert.equal(need.kind, needOf(state, now, GRACE_MS));
            assert.equal(ends, graceEnd(state, GRACE_MS));
            if (need.kind === 'wait') assert.equal(now + need.waitMs, ends);
          }
        }),
        { numRuns: HISTORIES / 2 },
      );
  });

  it('lets a mover always do what placement asks for', () => {
    const moves = { archive: 'claimedForArchive', restore: 'claimedForRestore', remove: 'removed' } as const;
    fc.assert(
      fc.property(history, (turns) => {
        for (const { state, now } of livesOf(completed, turns)) {
          const { need } = placed(after(state, 'swept', now, GRACE_MS) ?? state, now);
          if (need.kind in moves)
            assert.ok(
              after(after(state, 'swept', now, GRACE_MS)!, moves[need.kind as keyof typeof moves], now, GRACE_MS),
            );
        }
      }),
      { numRuns: HISTORIES / 5 },
    );
  });

  it('comes to rest where placement asks for nothing any more', () => {
    fc.assert(
      fc.property(history, (turns) => {
        const { state, now } = [...livesOf(submitted, turns)].at(-1)!;
        assert.deepEqual(placed(restOf(state), now + 10 * GRACE_MS).need, { kind: 'nothing' });
      }),
      { numRuns: HISTORIES / 5 },
    );
  });

  it('has every state in some of these histories', () => {
    const seen = new Set<string>();
    for (const turns of fc.sample(history, { numRuns: 4000, seed: 1 }))
      for (const { state } of livesOf(completed, turns)) seen.add(`${state.place} ${state.role} ${state.deleted}`);
    for (const place of ['hot', 'archiving', 'archived', 'restoring'])
      for (const role of ['free', 'premium'])
        for (const deleted of [false, true])
          assert.ok(seen.has(`${place} ${role} ${deleted}`), `${place} ${role} ${deleted}`);
  });
});

describe('a user’s changes of plan', () => {
  const changes = fc
    .uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 })
    .chain((versions) =>
      fc.tuple(fc.constant(versions), fc.array(fc.constantFrom(...versions), { maxLength: 16 }), fc.boolean()),
    );

  it('end at the newest whatever their order, however often each arrives, with versions or without', () => {
    fc.assert(
      fc.property(changes, fc.infiniteStream(fc.nat()), ([versions, again, versioned], random) => {
        const arriving = [...versions, ...again].toSorted(() => (random.next().value % 2 === 0 ? -1 : 1));
        const plan = arriving.map((of) => change(of, versioned)).reduce(applied, UNKNOWN_USER);
        const newest = change(Math.max(...versions), versioned);
        assert.deepEqual([plan.role, plan.changeId], [newest.role, newest.changeId]);
        assert.equal(applied(plan, newest), plan);
      }),
      { numRuns: HISTORIES / 5 },
    );
  });

  it('never go back to an older one, and move the grace only where the role changes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 12 }), (versions) => {
        let plan: Plan = UNKNOWN_USER;
        for (const [at, version] of versions.entries()) {
          const next = applied(plan, change(version, true), at + 1);
          assert.ok(next.version >= plan.version);
          assert.equal(next.since, next.role === plan.role ? plan.since : at + 1);
          plan = next;
        }
      }),
      { numRuns: HISTORIES / 5 },
    );
  });
});

function change(of: number, versioned: boolean): PlanChange {
  const role = (of * 7) % 3 === 0 ? 'premium_user' : 'free_user';
  return { userId: 'u', role, changeId: `change-${of}`, orderedAt: of, ...(versioned ? { planVersion: of } : {}) };
}

function applied(plan: Plan, next: PlanChange, now = 1): Plan {
  const decision = decidePlanChange(plan, next, now);
  return decision.kind === 'apply' ? decision.plan : plan;
}
