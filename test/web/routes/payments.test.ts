// test/web/routes/payments.test.ts — Premium that is paid for: the page to pay at, and messages of who takes the money.
import assert from 'node:assert/strict';
import { stripePayments } from '../../../adapters/payments/stripe-payments.ts';
import { type AStripe, aStripe } from '../../support/stripe.ts';
import { type AWeb, aWeb } from '../support/a-web.ts';
import type { Browser } from '../support/browser.ts';

const WAIT_MS = 2000;

describe('Premium that is paid for', () => {
  let stripe: AStripe;
  let web: AWeb;
  let ann: Browser;
  beforeEach(async () => {
    stripe = await aStripe();
    const payments = stripePayments({ ...stripe.options, webUrl: 'https://gas.example.org' });
    web = await aWeb({ paymentWaitMs: WAIT_MS }, { payments });
    ann = await web.signedIn('ann');
    appliesPlans();
  });
  afterEach(() => Promise.all([web.stop(), stripe.stop()]));

  /** A worker that does what the message says, at its version only. */
  function appliesPlans(): void {
    web.after('events.publish', async () => {
      const event = web.published.at(-1)!;
      const { plan } = await web.users.get('ann');
      if (event.kind === 'plan-change' && event.planVersion > plan.version)
        await web.setPlan('ann', { role: event.role, version: event.planVersion });
      appliesPlans();
    });
  }
  const role = async () => (await ann.get('/api/profile')).json.plan.role;
  const checkout = async () => (await ann.post('/api/plan/checkout', {})).json.url as string;
  const tell = (message: { body: string; headers: Record<string, string> }) =>
    web.anybody().request('/webhooks/stripe', { method: 'POST', ...message });
  const customer = () => [...stripe.customers.keys()].at(-1)!;
  async function subscribed() {
    const subscription = stripe.pay(await checkout());
    await tell(stripe.message('checkout.session.completed', customer()));
    return subscription;
  }

  it('begins with a page of the provider’s, which knows the user and leads back to us alone', async () => {
    assert.equal((await ann.get('/api/profile')).json.payments, true);
    const url = await checkout();
    const { form } = [...stripe.checkouts.values()][0]!;
    assert.ok(url.startsWith(stripe.url));
    const { client_reference_id: user, success_url: success, cancel_url: cancel } = form;
    assert.deepEqual(
      [user, success, cancel],
      ['ann', 'https://gas.example.org/plan?paid=1', 'https://gas.example.org/plan'],
    );
    assert.deepEqual([form['mode'], form['line_items[0][price]']], ['subscription', 'price_1']);
  });

  it('is not had by saying so', async () => {
    const { status, json } = await ann.post('/api/plan', { role: 'premium_user' });
    assert.deepEqual([status, json.error.id, web.published], [402, 'payment-needed', []]);
  });

  it('is not had by opening the page, nor by coming back from it unpaid', async () => {
    await checkout();
    const { json } = await tell(stripe.message('checkout.session.completed', customer()));
    assert.deepEqual([json, await role(), web.published], [{ outcome: 'settled' }, 'free_user', []]);
  });

  it('comes with the message that it was paid, by one change of plan', async () => {
    await subscribed();
    assert.equal(await role(), 'premium_user');
    const [event, ...others] = web.published;
    assert.ok(event?.kind === 'plan-change' && others.length === 0);
    assert.deepEqual([event.userId, event.role, event.planVersion], ['ann', 'premium_user', 1]);
  });

  for (const type of ['customer.subscription.deleted', 'invoice.payment_failed', 'customer.subscription.updated']) {
    it(`ends with ${type} where it is paid no more`, async () => {
      const subscription = await subscribed();
      subscription.status = type === 'invoice.payment_failed' ? 'past_due' : 'canceled';
      await tell(stripe.message(type, customer()));
      assert.deepEqual([await role(), web.published.length], ['free_user', 2]);
    });
  }

  it('comes back once a payment that failed is made', async () => {
    const subscription = await subscribed();
    for (const [status, type] of [
      ['past_due', 'invoice.payment_failed'],
      ['active', 'invoice.paid'],
    ] as const) {
      subscription.status = status;
      await tell(stripe.message(type, customer()));
    }
    assert.equal(await role(), 'premium_user');
  });

  it('is changed once by messages that come again, together or one after the other', async () => {
    stripe.pay(await checkout());
    const message = stripe.message('checkout.session.completed', customer());
    await Promise.all([tell(message), tell(message), tell(message)]);
    await tell(message);
    assert.equal(await role(), 'premium_user');
    const versions = web.published.map((event) => event.kind === 'plan-change' && event.planVersion);
    assert.deepEqual([...new Set(versions)], [1]);
  });

  it('goes by what is paid now, in whatever order messages come', async () => {
    const subscription = await subscribed();
    subscription.status = 'canceled';
    await tell(stripe.message('customer.subscription.deleted', customer()));
    await tell(stripe.message('checkout.session.completed', customer()));
    await tell(stripe.message('invoice.paid', customer()));
    assert.deepEqual([await role(), web.published.length], ['free_user', 2]);
  });

  it('is not left behind by a subscription that ends while its change of plan is on its way', async () => {
    const subscription = stripe.pay(await checkout());
    web.before('events.publish', () => void (subscription.status = 'canceled'));
    await tell(stripe.message('checkout.session.completed', customer()));
    assert.equal(await role(), 'free_user');
  });

  const BAD: Record<string, (message: ReturnType<AStripe['message']>) => ReturnType<AStripe['message']>> = {
    'signed with another secret': () => stripe.message('invoice.paid', customer(), { secret: 'whsec_other' }),
    'of ten minutes ago': () => stripe.message('invoice.paid', customer(), { at: Date.now() - 600_000 }),
    'whose body was changed': ({ body, headers }) => ({ body: body.replace('invoice.paid', 'invoice.void'), headers }),
    'without a signature': ({ body, headers }) => ({ body, headers: { ...headers, 'stripe-signature': '' } }),
    'that is empty': ({ headers }) => ({ body: '', headers }),
    'that is no JSON': ({ headers }) => ({ body: '{', headers }),
  };
  for (const [what, spoil] of Object.entries(BAD)) {
    it(`is untouched by a message ${what}`, async () => {
      stripe.pay(await checkout());
      const { status } = await tell(spoil(stripe.message('invoice.paid', customer())));
      assert.deepEqual([status, await role(), web.published], [400, 'free_user', []]);
    });
  }

  it('is untouched by messages about customers who are none of ours, or not this user’s', async () => {
    await checkout();
    stripe.customers.set('cus_foreign', { id: 'cus_foreign', metadata: {} });
    stripe.customers.set('cus_copy', { id: 'cus_copy', metadata: { user_id: 'ann' } });
    stripe.subscriptions.set('sub_copy', { id: 'sub_copy', customer: 'cus_copy', status: 'active' });
    for (const id of ['cus_foreign', 'cus_copy', 'cus_unknown'])
      assert.deepEqual((await tell(stripe.message('invoice.paid', id))).json, { outcome: 'ignored' });
    assert.deepEqual(web.published, []);
  });

  it('is told again later where the change is not in force in time', async () => {
    stripe.pay(await checkout());
    await web.stop();
    const payments = stripePayments({ ...stripe.options, webUrl: 'https://gas.example.org' });
    const customerId = customer();
    web = await aWeb({ paymentWaitMs: 0 }, { payments });
    await web.customers.keep({ userId: 'ann', customerId });
    const answer = await tell(stripe.message('checkout.session.completed', customerId));
    assert.deepEqual([answer.status, answer.json.error.id, web.published.length], [503, 'plan-pending', 1]);
  });

  it('is paid for at one page, in two tabs at once and after a reload; at another once that has expired', async () => {
    const [one, two] = await Promise.all([checkout(), checkout()]);
    assert.deepEqual([one, await checkout(), stripe.customers.size], [two, one, 1]);
    for (const each of stripe.checkouts.values()) Object.assign(each, { status: 'expired', url: null });
    const next = await checkout();
    assert.notEqual(next, one);
    assert.equal(await checkout(), next);
  });

  it('is not paid for twice: once paid there is no page, and a lost message is made good', async () => {
    stripe.pay(await checkout());
    const { status, json } = await ann.post('/api/plan/checkout', {});
    assert.deepEqual([status, json.error.id, await role()], [409, 'plan-unchanged', 'premium_user']);
  });

  it('ends the subscription whose payment failed before there is another', async () => {
    const failed = await subscribed();
    failed.status = 'past_due';
    await tell(stripe.message('invoice.payment_failed', customer()));
    stripe.pay(await checkout());
    assert.deepEqual(
      [...stripe.subscriptions.values()].map(({ status }) => status),
      ['canceled', 'active'],
    );
  });

  it('ends with its subscription when one leaves it, however often one asks', async () => {
    const subscription = await subscribed();
    assert.equal((await ann.post('/api/plan', { role: 'free_user' })).status, 202);
    assert.deepEqual([subscription.status, await role()], ['canceled', 'free_user']);
    assert.equal((await ann.post('/api/plan', { role: 'free_user' })).status, 409);
  });

  it('goes on where leaving it did not reach the provider', async () => {
    const subscription = await subscribed();
    stripe.state.away = true;
    const answer = await ann.post('/api/plan', { role: 'free_user' });
    assert.deepEqual([answer.status, answer.json.error.id], [503, 'payments-away']);
    assert.deepEqual([subscription.status, await role()], ['active', 'premium_user']);
  });

  it('is charged no more once the account is deleted, and what was open can be paid no more', async () => {
    const subscription = await subscribed();
    await ann.request('/api/profile', {
      method: 'DELETE',
      headers: { 'content-type': 'application/json', origin: web.url },
      body: '{"confirm":"ann"}',
    });
    assert.deepEqual([subscription.status, stripe.customers.get(customer())?.deleted], ['canceled', true]);
    assert.deepEqual(web.starters.closed, ['ann']);
  });

  it('is had anew by a customer whom the provider has removed', async () => {
    await checkout();
    const old = customer();
    stripe.customers.get(old)!.deleted = true;
    await subscribed();
    assert.notEqual(customer(), old);
    assert.equal(await role(), 'premium_user');
  });
});

describe('without payments', () => {
  it('a plan is changed by a word, there is no page to pay at, and no message is taken', async () => {
    const web = await aWeb();
    const ann = await web.signedIn('ann');
    assert.equal((await ann.get('/api/profile')).json.payments, false);
    assert.equal((await ann.post('/api/plan', { role: 'premium_user' })).status, 202);
    assert.equal((await ann.post('/api/plan/checkout', {})).json.error.id, 'payments-off');
    const headers = { 'content-type': 'application/json' };
    assert.equal(
      (await web.anybody().request('/webhooks/stripe', { method: 'POST', headers, body: '{}' })).status,
      404,
    );
    await web.stop();
  });
});
