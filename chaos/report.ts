// chaos/report.ts — what a run prints: its seed and plan at the start, invariants and faults at the end.
import type { Report } from './checker.ts';
import type { Options } from './options.ts';
import type { Plan } from './plan.ts';

const MOST_PROBLEMS = 12;

/** Everything that is needed to run the same again. */
export function opening(options: Options, { armed, clocks, deeds, strikes }: Plan, folder: string): string {
  const { seed, minutes, jobs, allFaults } = options;
  const all = allFaults ? '--all-faults' : '--half';
  return [
    `npm run chaos -- --seed ${seed} --minutes ${minutes} --jobs ${jobs} ${all}`,
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
