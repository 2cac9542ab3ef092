// web/spa/words/profile.ts — what the profile says.

export const PROFILE = {
  title: 'Profile',
  contents: 'On this page',
  account: 'Account',
  notTold: 'not told',
  change: 'change',
  data: 'My data',
  exportText:
    'Everything the service keeps about you and your annotations, as one JSON file. Results are downloaded from their pages.',
  exportButton: 'Export my data',
  sections: {
    account: 'Account',
    notifications: 'Notifications',
    webhooks: 'Webhooks',
    tokens: 'API tokens',
    sessions: 'Sessions',
    data: 'My data',
  },
} as const;
