// web/spa/words/plan.ts — the plans, and what a change of plan does, said before it is made.

export const PLAN = {
  title: 'Plan',
  free: 'Free',
  premium: 'Premium',
  yours: 'your plan',
  largest: 'Largest input',
  results: 'Results',
  stay: 'stay, and what was archived comes back',
  subscribe: 'Subscribe to Premium',
  pay: 'Continue to payment',
  confirming: 'Your payment is being confirmed. This page changes by itself as soon as it is.',
  leave: 'Leave Premium',
  understood: 'I understand',
  applying: 'Your change of plan is being applied…',
  before: 'What will happen',
  nothingMoves: {
    premium_user: 'Nothing of yours is in the archive just now, so nothing has to be brought back.',
    free_user: 'You have no results just now.',
  },
  paidByUs: 'the service pays that, not you.',
  stays: 'Everything of yours that is in the archive is brought back by itself, and from now on results stay.',
} as const;
