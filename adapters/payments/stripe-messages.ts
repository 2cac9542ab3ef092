// adapters/payments/stripe-messages.ts — messages that Stripe signs: of each only the customer it is about.
import type Stripe from 'stripe';
import type { PaymentMessage } from '../../domain/payments.ts';

/** Older ones are refused: a message that was overheard is of use for so long only. */
const TOLERANCE_SECONDS = 300;

/** Those after which it may be another plan that is paid for. */
const ABOUT_PAYING =
  /^(checkout\.session\.(completed|async_payment_\w+)|customer\.subscription\.\w+|invoice\.(paid|payment_failed))$/;

export function readMessage(
  stripe: Stripe,
  { body, signature }: { body: string; signature: string },
  secret: string,
): PaymentMessage {
  const event = verified(stripe, { body, signature, secret });
  if (!event) return { kind: 'refused' };
  const customer = 'customer' in event.data.object ? event.data.object.customer : undefined;
  const customerId = typeof customer === 'string' ? customer : customer?.id;
  return customerId && ABOUT_PAYING.test(event.type) ? { kind: 'customer', customerId } : { kind: 'nothing' };
}

interface Signed {
  body: string;
  signature: string;
  secret: string;
}

function verified(stripe: Stripe, { body, signature, secret }: Signed): Stripe.Event | undefined {
  try {
    return stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS);
  } catch {
    return undefined;
  }
}
