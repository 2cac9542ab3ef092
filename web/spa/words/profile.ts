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

export const TOKENS = {
  text: 'A token lets a program use the API as you, until it expires or you revoke it. It is kept as a hash only.',
  none: 'There are no tokens. Make one to submit and fetch from a script.',
  name: 'What is it for?',
  namePlaceholder: 'nightly pipeline',
  scope: 'It may',
  scopes: { read: 'look and download', write: 'look, download, submit, cancel and delete' },
  days: 'Days until it expires',
  create: 'Create a token',
  once: 'This is the token. It is shown now and never again:',
  revoke: 'Revoke',
  never: 'never used',
} as const;

export const SESSIONS = {
  text: 'Where you are signed in. End what you do not recognise.',
  here: 'this browser',
  end: 'End',
  endOthers: 'End all others',
  unknown: 'Unknown browser',
} as const;
