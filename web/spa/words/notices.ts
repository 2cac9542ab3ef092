// web/spa/words/notices.ts — what the profile says of mails and webhooks.
import type { DeliveryView, PreferencesView } from '../../contract.ts';

export type Kind = keyof PreferencesView['mail'];

export const KINDS: Record<Kind, string> = {
  completed: 'An annotation is complete',
  failed: 'An annotation failed',
  archiving_soon: 'A result will be archived soon',
  archived: 'A result was archived',
  restore_begun: 'A result is being brought back',
  restored: 'A result can be downloaded again',
};
export const KIND_NAMES = Object.keys(KINDS) as Kind[];

export const NOTIFICATIONS = {
  to: 'Mails go to',
  nowhere: 'No e-mail address of yours is known here, so nothing is mailed.',
  text: 'What happens within a moment comes in one mail.',
  legend: 'Send me a mail when',
} as const;

export const WEBHOOKS = {
  text: 'A webhook tells a system of yours: each event is sent to its address as a signed POST (Standard Webhooks).',
  none: 'There are no webhooks.',
  url: 'Address',
  urlPlaceholder: 'https://hooks.example.org/annotations',
  legend: 'Tell it when',
  add: 'Add a webhook',
  full: 'These are as many webhooks as one may have.',
  noEvent: 'Please choose at least one event.',
  once: 'This secret signs its messages. It is shown now and never again:',
  remove: 'Delete',
  test: 'Send a test',
  deliveries: 'Deliveries',
  noDeliveries: 'Nothing was sent in the last 30 days.',
  failing: 'failing',
  disabled: 'switched off',
  disabledText: 'It failed for too long. Delete it and add it again when its receiver works.',
  newest: 'The newest hundred are shown.',
  columns: ['Event', 'Sent', 'Tries', 'Outcome'],
} as const;

export const OUTCOMES: Record<DeliveryView['state'], string> = {
  delivered: 'delivered',
  failing: 'failed, is tried again',
  given_up: 'given up',
};

export function eventName(event: DeliveryView['event']): string {
  return event === 'test' ? 'A test' : KINDS[event];
}
