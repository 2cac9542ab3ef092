// test/chaos/seeds.ts — runs that once broke something, kept with what they found: `npm run chaos -- COMMAND`.

export const SEEDS = [
  {
    command: '--seed 2 --minutes 0.5 --jobs 40',
    found: 'after a removal the mover asked for the plan of nobody, and never ended: a tombstone names no user',
  },
  {
    command: '--seed 3 --minutes 1 --jobs 40 --all-faults',
    found:
      'a list of retrievals of more than one page left its marker in every later request to the vault, which refused them',
  },
  {
    command: '--seed 2 --minutes 10',
    found:
      'a deletion that was accepted while the worker was frozen went with Temporal, which was killed before the worker ' +
      'went on; parts of results whose writers were killed stayed in S3',
  },
] as const;
