// web/webhook-view.ts — webhooks and what became of their messages, as the API tells of them.
import type { Instant } from '../domain/job.ts';
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
    created_at: iso(createdAt),
    ...(failingSince !== undefined && { failing_since: iso(failingSince) }),
    ...(disabledAt !== undefined && { disabled_at: iso(disabledAt) }),
  };
}

export function deliveriesView(deliveries: readonly Delivery[]): DeliveryList {
  const last = deliveries.length >= FULL ? deliveries.at(-1) : undefined;
  return { deliveries: deliveries.map(deliveryView), ...(last && { next: iso(last.createdAt) }) };
}

function deliveryView({ deliveryId, event, jobId, createdAt, triedAt, ...rest }: Delivery): DeliveryView {
  const { tries, state, status, error } = rest;
  return {
    id: deliveryId,
    event,
    ...(jobId !== undefined && { job_id: jobId }),
    created_at: iso(createdAt),
    tried_at: iso(triedAt),
    tries,
    state,
    ...(status !== undefined && { status }),
    ...(error !== undefined && { error }),
  };
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
