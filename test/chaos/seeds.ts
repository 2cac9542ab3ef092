// test/chaos/seeds.ts — runs that once broke something, kept with what they found: `npm run chaos -- COMMAND`.

export const SEEDS = [
  {
    command: '--seed 2 --minutes 0.5 --jobs 40',
    found: 'after a removal the mover asked for the plan of nobody, and never ended: a tombstone names no user',
  },
] as const;
