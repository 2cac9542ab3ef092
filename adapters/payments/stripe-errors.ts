// adapters/payments/stripe-errors.ts — what Stripe's refusals mean to us, told once, at the edge.
import Stripe from 'stripe';
import type { Payments } from '../../domain/payments.ts';
import { PaymentsAway } from '../../domain/payments.ts';

/** Undefined where what is asked for is not, or no longer, there. */
export async function unlessMissing<Found>(asked: Promise<Found>): Promise<Found | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing') return undefined;
    throw error;
  }
}

/** The same calls, whose errors are ours. */
export function translated(payments: Payments): Payments {
  return {
    newCustomer: (...of) => within(payments.newCustomer(...of)),
    checkout: (of) => within(payments.checkout(of)),
    payer: (customerId) => within(payments.payer(customerId)),
    cancel: (customerId) => within(payments.cancel(customerId)),
    forget: (customerId) => within(payments.forget(customerId)),
    read: (message) => payments.read(message),
  };
}

async function within<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    throw orAway(error);
  }
}

/** What passes by itself; all else is a mistake of ours or of the settings, and keeps nothing of the request. */
function orAway(error: unknown): unknown {
  const { errors } = Stripe;
  if (!(error instanceof errors.StripeError)) return error;
  const passes =
    error instanceof errors.StripeConnectionError ||
    error instanceof errors.StripeRateLimitError ||
    error instanceof errors.StripeAPIError;
  const { type, code = '', statusCode = 0 } = error;
  if (passes) return new PaymentsAway(`Stripe does not answer: ${type} ${statusCode}`);
  return new Error(`Stripe refused: ${type} ${code} ${statusCode}`.trim());
}
