// web/spa/result/cards.tsx — the numbers that one looks for first.
import type { SummaryView } from '../../contract.ts';
import { RESULT } from '../words/result.ts';

export function Cards({ summary }: { summary: SummaryView }) {
  const { cards } = RESULT;
  const numbers: [string, string][] = [
    [cards.variants, shown(summary.records)],
    [cards.genes, shown(Object.keys(summary.genes).length)],
    [cards.high, shown(summary.impacts['HIGH'] ?? 0)],
    [cards.diseases, shown(summary.diseases.total)],
    [cards.tiTv, summary.ti_tv === null ? '—' : summary.ti_tv.toFixed(2)],
    ...(summary.samples.length > 0 ? [[cards.samples, shown(summary.samples.length)] as [string, string]] : []),
  ];
  return (
    <dl className="result-cards">
      {numbers.map(([name, number]) => (
        <div key={name} className="card">
          <dt>{name}</dt>
          <dd>{number}</dd>
        </div>
      ))}
    </dl>
  );
}

const shown = (number: number): string => number.toLocaleString('en');
