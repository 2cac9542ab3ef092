// web/spa/plan/quote.tsx — what a change of plan will move, how long that takes and what it costs, said before.
import type { ProfileView } from '../../contract.ts';
import { useAsk } from '../parts/ask.ts';
import { PLAN } from '../words/plan.ts';

export function Quote({ role }: { role: ProfileView['plan']['role'] }) {
  const { answer } = useAsk<object>(`/api/plan/quote?role=${role}`);
  return answer ? <p>{PLAN.nothingArchived}</p> : null;
}
