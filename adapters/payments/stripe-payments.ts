// adapters/payments/stripe-payments.ts — Premium as a subscription at Stripe, paid on Stripe's own page.
import Stripe from 'stripe';
import { USER_ID } from '../../domain/job.ts';
import type { Payments } from '../../domain/payments.ts';
import { readMessage } from './stripe-messages.ts';
import { translated, unlessMissing } from './stripe-errors.ts';

export interface StripeOptions {
  secretKey: string;
  webhookSecret: string;
  /** The id of a recurring price. */
  price: string;
  /** Where people come back to. */
  webUrl: string;
  /** Where a stand-in of Stripe's API is. */
  apiUrl?: string;
}

const TIMEOUT_MS = 10_000;
/** A payment that failed ends Premium at once; Stripe goes on asking for it, and its success brings Premium back. */
const PAYING = new Set<Stripe.Subscription.Status>(['active', 'trialing']);

/** Every customer here was made by us, for one user: whatever subscription it has is for Premium. */
export function stripePayments({ secretKey, webhookSecret, price, webUrl, apiUrl }: StripeOptions): Payments {
  const stripe = new Stripe(secretKey, { ...serverOf(apiUrl), timeout: TIMEOUT_MS, telemetry: false });

  return translated({
    async newCustomer(userId, instead) {
      // Stripe answers a key with what it answered first, a removed customer too: another one needs another key.
      const idempotencyKey = `customer/${userId}/${instead ?? 'first'}`;
      const { id } = await stripe.customers.create({ metadata: { user_id: userId } }, { idempotencyKey });
      return id;
    },

    async checkout({ userId, customerId }) {
      const subscriptions = await subscriptionsOf(stripe, customerId);
      if (!subscriptions) return { kind: 'gone' };
      if (subscriptions.some(({ status }) => PAYING.has(status))) return { kind: 'paid' };
      // One whose payment failed would be asked for beside the new one.
      for (const { id } of subscriptions) await unlessMissing(stripe.subscriptions.cancel(id));

      const { data } = await stripe.checkout.sessions.list({ customer: customerId, limit: 1 });
      const [latest] = data;
      if (latest?.status === 'open' && latest.url) return { kind: 'pay', url: latest.url };
      const session = await stripe.checkout.sessions.create(
        {
          mode: 'subscription',
          customer: customerId,
          client_reference_id: userId,
          line_items: [{ price, quantity: 1 }],
          subscription_data: { metadata: { user_id: userId } },
          success_url: new URL('/plan?paid=1', webUrl).href,
          cancel_url: new URL('/plan', webUrl).href,
        },
        // Two tabs at once see the same latest one, and so are given the same new one.
        { idempotencyKey: `checkout/${customerId}/${latest?.id ?? 'first'}/${price}` },
      );
      return { kind: 'pay', url: pageOf(session, apiUrl) };
    },

    async payer(customerId) {
      const customer = await customerWithSubscriptions(stripe, customerId);
      const userId = customer?.metadata['user_id'] ?? '';
      if (!customer || !USER_ID.test(userId)) return undefined;
      return { userId, paying: listOf(customer).some(({ status }) => PAYING.has(status)) };
    },

    async cancel(customerId) {
      for (const { id } of (await subscriptionsOf(stripe, customerId)) ?? [])
        await unlessMissing(stripe.subscriptions.cancel(id));
    },

    async forget(customerId) {
      const open = await unlessMissing(stripe.checkout.sessions.list({ customer: customerId, status: 'open' }));
      for (const { id } of open?.data ?? []) await unlessMissing(stripe.checkout.sessions.expire(id));
      await unlessMissing(stripe.customers.del(customerId));
    },

    read: (message) => readMessage(stripe, message, webhookSecret),
  });
}

async function customerWithSubscriptions(stripe: Stripe, id: string): Promise<Stripe.Customer | undefined> {
  const customer = await unlessMissing(stripe.customers.retrieve(id, { expand: ['subscriptions'] }));
  return customer && !customer.deleted ? customer : undefined;
}

/** Those that have not ended; undefined where the customer is gone. */
async function subscriptionsOf(stripe: Stripe, customerId: string): Promise<Stripe.Subscription[] | undefined> {
  const customer = await customerWithSubscriptions(stripe, customerId);
  return customer && listOf(customer);
}

function listOf({ subscriptions }: Stripe.Customer): Stripe.Subscription[] {
  return (subscriptions?.data ?? []).filter(({ status }) => status !== 'canceled' && status !== 'incomplete_expired');
}

/** A browser is sent there: to an encrypted page, or to that of the stand-in. */
function pageOf({ url }: Stripe.Checkout.Session, apiUrl: string | undefined): string {
  if (url && (url.startsWith('https://') || (apiUrl && url.startsWith(`${new URL(apiUrl).origin}/`)))) return url;
  throw new Error('The checkout session has no page to pay at.');
}

function serverOf(apiUrl: string | undefined): Stripe.StripeConfig {
  if (!apiUrl) return {};
  const { hostname, port, protocol } = new URL(apiUrl);
  return { host: hostname, port, protocol: protocol === 'http:' ? 'http' : 'https' };
}
