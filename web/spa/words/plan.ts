// web/spa/words/plan.ts — the plans, and what a change of plan does, said before it is made.

export const PLAN = {
  title: 'Plan',
  free: 'Free',
  premium: 'Premium',
  yours: 'your plan',
  largest: 'Largest input',
  results: 'Results',
  stay: 'stay, and what was archived comes back',
  restore: 'Bringing back',
  restoreText: 'Expedited where there is room, Standard otherwise; no charge to you',
  subscribe: 'Subscribe to Premium',
  checkout: 'Go to the checkout',
  leave: 'Leave Premium',
  understood: 'I understand',
  applying: 'Your change of plan is being applied…',
  before: 'What will happen',
  nothingArchived: 'Nothing of yours is in the archive: from now on, results stay.',
  paid: 'The payment has been made. Your plan changes in a moment.',
} as const;
