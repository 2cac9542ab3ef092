// web/spa/plan/quote.tsx — what a change of plan would move, how long that takes and what it costs, said before.
import type { PlanQuoteView } from '../../contract.ts';
import { useAsk } from '../parts/ask.ts';
import { PLAN } from '../words/plan.ts';
import { count, dollars, size, span } from '../words/units.ts';

/** Nothing where it cannot be told: the change does the same all the same. */
export function Quote({ role }: { role: PlanQuoteView['role'] }) {
  const { answer } = useAsk<PlanQuoteView>(`/api/plan/quote?role=${role}`);
  if (!answer) return null;
  if (answer.results === 0) return <p>{PLAN.nothingMoves[role]}</p>;
  const held = `${count(answer.results, 'result')} (${size(answer.bytes)})`;
  if (!answer.restore) return <p>This concerns {held}.</p>;
  return <Restore held={held} restore={answer.restore} />;
}

function Restore({ held, restore }: { held: string; restore: NonNullable<PlanQuoteView['restore']> }) {
  const { otherwise } = restore;
  return (
    <>
      <p>
        {held} in the archive: brought back by the {inTime(restore)}.
        {otherwise && ` Where the archive has no room for that, by the ${inTime(otherwise)}.`}
      </p>
      <p className="text-secondary small">
        At list price the archive charges {dollars(restore.price_usd)} for it
        {otherwise && ` (${dollars(otherwise.price_usd)} by ${otherwise.tier})`}; {PLAN.paidByUs}
      </p>
    </>
  );
}

function inTime({ tier, expected_ms: expectedMs }: { tier: string; expected_ms: number }): string {
  return `${tier} tier, in about ${span(expectedMs)}`;
}
