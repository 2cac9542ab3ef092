// local/demo-summary.ts — the numbers of a result, as lines of a terminal.
import type { SummaryView } from '../web/contract.ts';
import type { Narrator } from './narrator.ts';

const SHOWN = 6;
const BAR = 30;

/** Tells what was found: records by consequence and impact, transitions by transversions, variants with a disease. */
export function showSummary(summary: SummaryView, tell: Narrator): void {
  const { records, impacts, ti_tv: tiTv, diseases } = summary;
  for (const line of bars(summary.consequences)) tell.detail(line);
  const byImpact = ['HIGH', 'MODERATE', 'LOW', 'MODIFIER'].map((impact) => `${impact} ${impacts[impact] ?? 0}`);
  tell.detail(
    `impact of ${records} records: ${byImpact.join(', ')}; Ti/Tv ${tiTv?.toFixed(2) ?? 'without transversions'}`,
  );
  tell.detail(`${diseases.total} of them are known from a disease`);
}

/** The commonest, the longest bar first; the others in one line. */
function bars(counts: Readonly<Record<string, number>>): string[] {
  const sorted = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  const most = Math.max(1, ...sorted.map(([, count]) => count));
  const shown = sorted.slice(0, SHOWN).map(([term, count]) => {
    const bar = '█'.repeat(Math.ceil((count / most) * BAR));
    return `${term.padEnd(34)} ${String(count).padStart(6)} ${bar}`;
  });
  const others = sorted.slice(SHOWN);
  const rest = others.reduce((sum, [, count]) => sum + count, 0);
  return others.length === 0 ? shown : [...shown, `${`${others.length} other consequences`.padEnd(34)} ${String(rest).padStart(6)}`]; // prettier-ignore
}
