// test/pages/payments.test.ts — Premium that is paid for, in Chromium: the way to the provider's page, and back from it.
import assert from 'node:assert/strict';
import { stripePayments } from '../../adapters/payments/stripe-payments.ts';
import { type AStripe, aStripe } from '../support/stripe.ts';
import { aSite, type Site } from './support/a-site.ts';
import { aChromium } from './support/chromium.ts';
import type { Visitor } from './support/visitor.ts';

describe('Premium that is paid for, in a real browser', function () {
  this.timeout(60_000);
  let stripe: AStripe | undefined;
  let site: Site | undefined;
  let ann: Visitor;
  before(async function () {
    const browser = await aChromium(this);
    stripe = await aStripe();
    const payments = stripePayments({ ...stripe.options, webUrl: 'https://gas.example.org' });
    site = await aSite({ paymentWaitMs: 10_000 }, { payments });
    ann = await site.visit(browser, 'ann');
  });
  after(() => Promise.all([site?.stop(), stripe?.stop()]));

  it('is begun at the page of the provider', async () => {
    await ann.open('/plan');
    await ann.settled();
    for (const [scheme, width] of [
      ['light', 1280],
      ['dark', 360],
    ] as const) {
      await ann.look(scheme, width);
      assert.deepEqual(await ann.violations(), []);
      assert.equal(await ann.overflows(), false);
      await ann.shot(`plan-to-pay-${scheme}-${width}`);
    }
    await ann.page.getByRole('button', { name: 'Continue to payment' }).click();
    await ann.page.waitForURL(`${stripe!.url}/pay/*`);
  });

  it('is in force once the provider has told so, and the page says it meanwhile', async () => {
    stripe!.pay(ann.page.url());
    await ann.open('/plan?paid=1');
    ann.complaints(); // the stand-in had no page to pay at
    await ann.page.getByText('Your payment is being confirmed').waitFor();
    assert.equal(await ann.page.getByRole('button', { name: 'Continue to payment' }).count(), 0);
    await ann.look('light', 1280);
    await ann.shot('plan-paid-light-1280');
    site!.after('events.publish', () => site!.setPlan('ann', { role: 'premium_user', version: 1 }));
    const message = stripe!.message('checkout.session.completed', [...stripe!.customers.keys()][0]!);
    await site!.anybody().request('/webhooks/stripe', { method: 'POST', ...message });
    await ann.page.getByRole('button', { name: 'Leave Premium' }).waitFor();
    assert.deepEqual(ann.complaints(), []);
  });
});
