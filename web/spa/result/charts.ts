// web/spa/result/charts.ts — the parts of chart.js that bars need, and colours that everybody can tell apart.
import { BarController, BarElement, CategoryScale, Chart, LinearScale, LogarithmicScale, Tooltip } from 'chart.js';
import type { ChartOptions } from 'chart.js';
import { useSyncExternalStore } from 'react';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, LogarithmicScale, Tooltip);

/** Okabe and Ito's colours (2008), which people with any colour vision tell apart, on light grounds and on dark ones. */
const COLOURS = { one: '#0092c4', HIGH: '#d55e00', MODERATE: '#e69f00', LOW: '#0092c4', MODIFIER: '#8a8f98' } as const;

/** The colour of each bar: of impacts their own, of others the same. */
export const coloursOf = (labels: readonly string[]): string[] =>
  labels.map((label) => (Object.hasOwn(COLOURS, label) ? COLOURS[label as keyof typeof COLOURS] : COLOURS.one));

export interface Ink {
  text: string;
  line: string;
  moves: boolean;
}

/** What the page is written with, light or dark, and whether things may move. */
export function useInk(): Ink {
  return JSON.parse(useSyncExternalStore(subscribe, currentInk)) as Ink;
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-bs-theme'] });
  return () => observer.disconnect();
}

/** As text, so that the same is equal. */
function currentInk(): string {
  const style = getComputedStyle(document.documentElement);
  return JSON.stringify({
    text: style.getPropertyValue('--bs-body-color').trim(),
    line: style.getPropertyValue('--bs-border-color').trim(),
    moves: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
  });
}

/** Bars along the page for names, upright for bins; logarithmic where the largest would hide the others. */
export function barOptions(
  ink: Ink,
  { values, lying }: { values: readonly number[]; lying: boolean },
): ChartOptions<'bar'> {
  const amounts = {
    type: isSpread(values) ? ('logarithmic' as const) : ('linear' as const),
    min: isSpread(values) ? 0.8 : 0,
    ticks: { color: ink.text, maxTicksLimit: 6, callback: (value: number | string) => tickOf(Number(value)) },
    grid: { color: ink.line },
    border: { color: ink.line },
  };
  const names = {
    type: 'category' as const,
    ticks: { color: ink.text, autoSkip: !lying, maxRotation: 45 },
    grid: { display: false },
    border: { color: ink.line },
  };
  return {
    indexAxis: lying ? 'y' : 'x',
    responsive: true,
    maintainAspectRatio: false,
    animation: ink.moves ? { duration: 250 } : false,
    scales: lying ? { x: amounts, y: names } : { x: names, y: amounts },
    plugins: { tooltip: { displayColors: false } },
  };
}

/** Whether the least bar would be thinner than a line beside the greatest. */
export function isSpread(values: readonly number[]): boolean {
  const some = values.filter((value) => value > 0);
  return some.length > 1 && Math.max(...some) / Math.min(...some) > 200;
}

/** Of a logarithmic scale powers of ten alone are named. */
const tickOf = (value: number): string =>
  value >= 1 || value === 0 ? value.toLocaleString('en', { notation: 'compact' }) : '';
