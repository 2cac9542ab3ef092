// bench/archive/figures.ts — what was measured: `ratio NAME VALUE` lines, sentences, and the table of docs/benchmarks.md.

interface Figure {
  name: string;
  value: string;
  /** What was asked for. */
  goal?: string;
  meaning: string;
}

const measured: Figure[] = [];

/** A ratio, higher is better: printed at once, in the form that `npm run bench` promises. */
export function ratio(name: string, value: number, { goal, meaning }: { goal?: number; meaning: string }): void {
  console.log(`ratio ${name} ${value.toFixed(2)}`);
  const least = goal === undefined ? {} : { goal: `≥ ${goal}` };
  measured.push({ name, value: value.toFixed(2), ...least, meaning });
}

/** An absolute figure, as information. */
export function figure(name: string, value: string, { goal, meaning }: { goal?: string; meaning: string }): void {
  console.log(`${name}: ${value} (${meaning})`);
  measured.push({ name, value, ...(goal ? { goal } : {}), meaning });
}

/** Everything measured so far, as a table. */
export function table(): string {
  const rows = measured.map(({ name, value, goal = '', meaning }) => [`\`${name}\``, value, goal, meaning]);
  const lines = [['figure', 'measured', 'goal', 'what it is'], ['---', '---', '---', '---'], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
