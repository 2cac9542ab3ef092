// test/support/stripe.ts — a stand-in for Stripe: a real HTTP server with the few endpoints that are used, and its people.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';

interface Customer {
  id: string;
  metadata: { user_id?: string };
  deleted?: true;
}

interface Subscription {
  id: string;
  customer: string;
  status: string;
}

interface Checkout {
  id: string;
  customer: string;
  status: 'open' | 'complete' | 'expired';
  url: string | null;
  form: Record<string, string>;
}

const SIGNING_SECRET = 'whsec_of_the_tests';

export type AStripe = Awaited<ReturnType<typeof aStripe>>;

/** Answers as Stripe documents it; an Idempotency-Key is answered as it was the first time. */
export async function aStripe() {
  const customers = new Map<string, Customer>();
  const subscriptions = new Map<string, Subscription>();
  const checkouts = new Map<string, Checkout>();
  const answered = new Map<string, string>();
  const asked: string[] = [];
  const state = { away: false };
  let made = 0;
  const newId = (kind: string) => `${kind}_${(made += 1)}`;
  const stripe = new Stripe('sk_test_of_the_tests');

  const routes: [RegExp, (id: string, form: Record<string, string>) => object | undefined][] = [
    [
      /^POST \/v1\/customers$/,
      (_, form) => {
        const customer: Customer = { id: newId('cus'), metadata: { user_id: form['metadata[user_id]'] ?? '' } };
        customers.set(customer.id, customer);
        return { object: 'customer', ...customer };
      },
    ],
    [
      /^GET \/v1\/customers\/(\w+)$/,
      (id) => {
        const customer = customers.get(id);
        const live = [...subscriptions.values()].filter((one) => one.customer === id && one.status !== 'canceled');
        return customer && { object: 'customer', ...customer, subscriptions: { object: 'list', data: live } };
      },
    ],
    [
      /^DELETE \/v1\/customers\/(\w+)$/,
      (id) => {
        const customer = customers.get(id);
        if (!customer || customer.deleted) return undefined;
        customer.deleted = true;
        for (const one of subscriptions.values()) if (one.customer === id) one.status = 'canceled';
        return { id, object: 'customer', deleted: true };
      },
    ],
    [
      /^GET \/v1\/checkout\/sessions$/,
      (_, { customer, status, limit = '10' }) => {
        const found = [...checkouts.values()].filter(
          (one) => one.customer === customer && (!status || one.status === status),
        );
        return { object: 'list', has_more: false, data: found.toReversed().slice(0, Number(limit)) };
      },
    ],
    [
      /^POST \/v1\/checkout\/sessions$/,
      (_, form) => {
        const id = newId('cs');
        const url = `http://127.0.0.1:${port}/pay/${id}`;
        const checkout: Checkout = { id, customer: form['customer']!, status: 'open', url, form };
        checkouts.set(id, checkout);
        return { object: 'checkout.session', ...checkout };
      },
    ],
    [
      /^POST \/v1\/checkout\/sessions\/(\w+)\/expire$/,
      (id) => {
        const checkout = checkouts.get(id);
        if (checkout) Object.assign(checkout, { status: 'expired', url: null });
        return checkout;
      },
    ],
    [
      /^DELETE \/v1\/subscriptions\/(\w+)$/,
      (id) => {
        const one = subscriptions.get(id);
        if (!one || one.status === 'canceled') return undefined;
        one.status = 'canceled';
        return one;
      },
    ],
  ];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, 'http://stripe');
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    const call = `${request.method} ${pathname}`;
    asked.push(call);
    response.setHeader('content-type', 'application/json');
    if (state.away) return void response.writeHead(503).end('{"error":{"type":"api_error","message":"away"}}');
    const key = request.headers['idempotency-key'];
    const kept = typeof key === 'string' ? answered.get(key) : undefined;
    if (kept) return void response.end(kept);
    for (const [pattern, handle] of routes) {
      const found = pattern.exec(call);
      const body = found && handle(found[1] ?? '', { ...Object.fromEntries(searchParams), ...form });
      if (!body) continue;
      if (typeof key === 'string') answered.set(key, JSON.stringify(body));
      return void response.end(JSON.stringify(body));
    }
    const error = { type: 'invalid_request_error', code: 'resource_missing', message: `No such thing: ${call}` };
    response.writeHead(404).end(JSON.stringify({ error }));
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    options: {
      secretKey: 'sk_test_of_the_tests',
      webhookSecret: SIGNING_SECRET,
      price: 'price_1',
      apiUrl: `http://127.0.0.1:${port}`,
    },
    customers,
    subscriptions,
    checkouts,
    /** Every call, such as `POST /v1/customers`. */
    asked,
    /** `away`: answers 503 to everything. */
    state,
    /** The person pays at the page of a checkout; it has a subscription from now on. */
    pay(url: string): Subscription {
      const checkout = checkouts.get(url.split('/').at(-1)!)!;
      if (checkout.status !== 'open') throw new Error(`This page is ${checkout.status}.`);
      Object.assign(checkout, { status: 'complete', url: null });
      const subscription = { id: newId('sub'), customer: checkout.customer, status: 'active' };
      subscriptions.set(subscription.id, subscription);
      return subscription;
    },
    /** A message about a customer as Stripe sends it, signed `at` that time. */
    message(type: string, customer: string, { at = Date.now(), secret = SIGNING_SECRET } = {}) {
      const event = { id: newId('evt'), object: 'event', type, data: { object: { id: 'x', customer } } };
      const payload = JSON.stringify(event);
      const timestamp = Math.floor(at / 1000);
      const signature = stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
      return { body: payload, headers: { 'content-type': 'application/json', 'stripe-signature': signature } };
    },
    stop: () => new Promise((resolve) => void (server.closeAllConnections(), server.close(resolve))),
  };
}
