// web/openapi/notices.ts — the operations on what one is told: mails and webhooks.
import {
  ChangePreferences,
  CreatedWebhook,
  DeliveriesQuery,
  DeliveryList,
  NewWebhook,
  Nothing,
  PreferencesView,
  WebhookList,
} from '../contract.ts';
import type { Operation } from './operation.ts';

const mine = { topic: 'Notifications', access: 'person' } as const;

export const noticeOperations: readonly Operation[] = [
  {
    ...mine,
    method: 'get',
    path: '/api/preferences',
    summary: 'See of what you are told by mail',
    answers: { 200: PreferencesView },
  },
  {
    ...mine,
    method: 'put',
    path: '/api/preferences',
    summary: 'Choose of what you are told by mail',
    description: 'Kinds that are not named stay as they are.',
    body: ChangePreferences,
    answers: { 200: PreferencesView },
  },
  {
    ...mine,
    method: 'get',
    path: '/api/webhooks',
    summary: 'List your webhooks',
    answers: { 200: WebhookList },
  },
  {
    ...mine,
    method: 'post',
    path: '/api/webhooks',
    summary: 'Add a webhook',
    description:
      'Events are POSTed there as JSON, signed as Standard Webhooks has it. The secret is told in this answer and never again.',
    body: NewWebhook,
    answers: { 201: CreatedWebhook },
    errors: ['webhook-refused', 'too-many-webhooks'],
    repeatable: true,
  },
  {
    ...mine,
    method: 'delete',
    path: '/api/webhooks/:webhookId',
    summary: 'Delete a webhook',
    body: Nothing,
    answers: { 204: 'nothing' },
    errors: ['webhook-unknown'],
  },
  {
    ...mine,
    method: 'post',
    path: '/api/webhooks/:webhookId/test',
    summary: 'Have a test event sent to a webhook',
    description: 'Its deliveries tell a moment later how it went.',
    body: Nothing,
    answers: { 204: 'nothing' },
    errors: ['webhook-unknown', 'webhook-disabled', 'workflows-away'],
  },
  {
    ...mine,
    method: 'get',
    path: '/api/webhooks/:webhookId/deliveries',
    summary: 'See what became of each message to a webhook',
    description: 'Newest first, of the last 30 days, at most 100; `next` goes on as `before`.',
    query: DeliveriesQuery,
    answers: { 200: DeliveryList },
    errors: ['webhook-unknown'],
  },
];
