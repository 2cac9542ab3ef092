// chaos/report.ts — what a run prints: its seed and plan at the start, invariants and faults at the end.
import type { Report } from './checker.ts';
import type { Options } from './options.ts';
import type { Plan } from './plan.ts';

const MOST_PROBLEMS = 12;

/** Everything that is needed to run the same again. */
export function opening(options: Options, { armed, clocks, deeds, strikes }: Plan, folder: string): string {
  return [
    commandOf(options),
    `  ${deeds.length} deeds of people, ${strikes.length} strikes of ${armed.length} armed faults; clocks ${JSON.stringify(clocks)}`,
    `  armed: ${armed.join(' ')}`,
    `  event log: ${folder}/events.jsonl`,
  ].join('\n');
}

/** The verdicts and the faults as a table to read, with what was wrong beneath each. */
export function closing({ verdicts, faults, holds }: Report): string {
  const lines = verdicts.flatMap(({ id, title, counted, problems }) => [
    `${problems.length === 0 ? 'holds ' : 'BROKEN'} ${id.padStart(4)} ${title}: ${counted}`,
    ...problems.slice(0, MOST_PROBLEMS).map((problem) => `            ${problem}`),
    ...(problems.length > MOST_PROBLEMS ? [`            and ${problems.length - MOST_PROBLEMS} more`] : []),
  ]);
  const fired = faults.map(({ fault, words, times }) => {
    return `${times > 0 ? 'fired ' : 'NEVER '} ${String(times).padStart(4)} ${fault}: ${words}`;
  });
  const broken = verdicts.filter(({ problems }) => problems.length > 0).length;
  const never = faults.filter(({ times }) => times === 0).length;
  const sum = holds
    ? `all ${verdicts.length} invariants held, all ${faults.length} faults fired`
    : `${broken} of ${verdicts.length} invariants broken, ${never} of ${faults.length} faults never fired`;
  return ['', ...lines, '', ...fired, '', sum].join('\n');
}

/** The run as a row of the table in docs/reliability.md. */
export function tableRow(options: Options, { verdicts, faults }: Report): string {
  const held = verdicts.filter(({ problems }) => problems.length === 0).length;
  const fired = faults.filter(({ times }) => times > 0);
  const strikes = fired.reduce((sum, { times }) => sum + times, 0);
  const bytes = verdicts.find(({ id }) => id === '1')?.counted ?? '';
  const date = new Date().toISOString().slice(0, 10);
  return `| ${date} | \`${commandOf(options)}\` | ${held} of ${verdicts.length} | ${fired.length} of ${faults.length}, ${strikes} times | ${bytes} |`;
}

function commandOf({ seed, minutes, jobs, share }: Options): string {
  return `npm run chaos -- --seed ${seed} --minutes ${minutes} --jobs ${jobs} --share ${share}`;
}
