// web/webhook-view.ts — webhooks and what became of their messages, as the API tells of them.
import { isoTime } from '../domain/iso-time.ts';
import type { Delivery } from '../domain/notice-ports.ts';
import type { Webhook } from '../domain/notices.ts';
import type { DeliveryList, DeliveryView, WebhookView } from './contract.ts';

/** A page of the log that is full may have another behind it. */
const FULL = 100;

export function webhookView({ id, url, events, createdAt, failingSince, disabledAt }: Webhook): WebhookView {
  return {
    id,
    url,
    events: [...events],
    created_at: isoTime(createdAt),
    ...(failingSince !== undefined && { failing_since: isoTime(failingSince) }),
    ...(disabledAt !== undefined && { disabled_at: isoTime(disabledAt) }),
  };
}

export function deliveriesView(deliveries: readonly Delivery[]): DeliveryList {
  const last = deliveries.length >= FULL ? deliveries.at(-1) : undefined;
  return { deliveries: deliveries.map(deliveryView), ...(last && { next: isoTime(last.createdAt) }) };
}

function deliveryView({ deliveryId, event, jobId, createdAt, triedAt, ...rest }: Delivery): DeliveryView {
  const { tries, state, status, error } = rest;
  return {
    id: deliveryId,
    event,
    ...(jobId !== undefined && { job_id: jobId }),
    created_at: isoTime(createdAt),
    tried_at: isoTime(triedAt),
    tries,
    state,
    ...(status !== undefined && { status }),
    ...(error !== undefined && { error }),
  };
}
