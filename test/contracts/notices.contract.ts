// test/contracts/notices.contract.ts — what Subscriptions, DeliveryLog and Customers do, whatever keeps them.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import pMap from 'p-map';
import type { Delivery, DeliveryLog, Subscriptions } from '../../domain/notice-ports.ts';
import type { Webhook } from '../../domain/notices.ts';
import type { Customers } from '../../domain/payments.ts';
import type { UserRecords } from '../../domain/ports.ts';

interface Ports {
  users: UserRecords;
  subscriptions: Subscriptions;
  deliveries: DeliveryLog;
  customers: Customers;
}

const webhookId = () => randomUUID().replaceAll('-', '');
const aWebhook = (fields: Partial<Webhook> = {}): Webhook => ({
  id: webhookId(),
  url: 'https://lab.example.org/hook',
  events: ['completed', 'failed'],
  createdAt: 1000,
  ...fields,
});
const closing = { closedAt: 2e12, expiresAt: 2e12 + 86_400_000 };

export function describeSubscriptions(name: string, open: () => Promise<Ports>): void {
  describe(`Subscriptions: ${name}`, () => {
    let ports: Ports;
    let userId: string;
    before(async () => {
      ports = await open();
    });
    beforeEach(() => {
      userId = randomUUID();
    });
    const webhooks = async () => (await ports.users.get(userId)).webhooks;

    it('changes the wishes that are given, and keeps the others', async () => {
      assert.equal(await ports.subscriptions.saveMail(userId, { completed: false, archived: true }), true);
      assert.equal(await ports.subscriptions.saveMail(userId, { archived: false }), true);
      assert.equal(await ports.subscriptions.saveMail(userId, {}), true);
      assert.deepEqual((await ports.users.get(userId)).mail, { completed: false, archived: false });
    });

    it('keeps webhooks in the order in which they were added, beside profile and wishes', async () => {
      await ports.users.saveProfile(userId, { name: 'Ada' });
      await ports.subscriptions.saveMail(userId, { completed: false });
      const [second, first] = [aWebhook({ createdAt: 2000 }), aWebhook({ createdAt: 1000, events: ['restored'] })];
      for (const webhook of [second, first]) assert.equal(await ports.subscriptions.addWebhook(userId, webhook), true);
      const { profile, mail, webhooks: kept } = await ports.users.get(userId);
      assert.deepEqual([profile, mail, kept], [{ name: 'Ada' }, { completed: false }, [first, second]]);
    });

    it('forgets a webhook, twice as well as once, and leaves the other', async () => {
      const [one, other] = [aWebhook(), aWebhook({ createdAt: 2000 })];
      await ports.subscriptions.addWebhook(userId, one);
      await ports.subscriptions.addWebhook(userId, other);
      await ports.subscriptions.removeWebhook(userId, one.id);
      await ports.subscriptions.removeWebhook(userId, one.id);
      assert.deepEqual(await webhooks(), [other]);
    });

    it('makes no user of one who is not known by forgetting a webhook', async () => {
      const before = await ports.users.get(userId);
      await ports.subscriptions.removeWebhook(userId, webhookId());
      assert.deepEqual(await ports.users.get(userId), before);
    });

    it('notes that a webhook fails, was switched off, and works again', async () => {
      const webhook = aWebhook();
      await ports.subscriptions.addWebhook(userId, webhook);
      await ports.subscriptions.markWebhook(userId, webhook.id, { failingSince: 5, disabledAt: 6 });
      assert.deepEqual(await webhooks(), [{ ...webhook, failingSince: 5, disabledAt: 6 }]);
      await ports.subscriptions.markWebhook(userId, webhook.id, {});
      assert.deepEqual(await webhooks(), [webhook]);
    });

    it('does not bring back a webhook that is gone by noting how it fared', async () => {
      const webhook = aWebhook();
      await ports.subscriptions.addWebhook(userId, webhook);
      await ports.subscriptions.removeWebhook(userId, webhook.id);
      await ports.subscriptions.markWebhook(userId, webhook.id, { failingSince: 5 });
      assert.deepEqual((await webhooks()) ?? [], []);
    });

    it('goes with the account, and takes nothing for a closed one', async () => {
      await ports.subscriptions.addWebhook(userId, aWebhook());
      await ports.users.close(userId, closing);
      assert.equal(await ports.subscriptions.addWebhook(userId, aWebhook()), false);
      assert.equal(await ports.subscriptions.saveMail(userId, { completed: false }), false);
      assert.equal(await ports.customers.keep({ userId, customerId: 'cus_1' }), undefined);
      const { webhooks: left, mail, customerId } = await ports.users.get(userId);
      assert.deepEqual([left, mail, customerId], [undefined, undefined, undefined]);
    });

    it('keeps the first customer of a user, and its successor only', async () => {
      const keep = (customerId: string, instead?: string) =>
        ports.customers.keep({ userId, customerId, ...(instead && { instead }) });
      assert.equal(await keep('cus_1'), 'cus_1');
      assert.equal(await keep('cus_2'), 'cus_1');
      assert.equal(await keep('cus_3', 'cus_2'), 'cus_1');
      assert.equal(await keep('cus_4', 'cus_1'), 'cus_4');
      assert.equal((await ports.users.get(userId)).customerId, 'cus_4');
    });
  });
}

export function describeDeliveryLog(name: string, open: () => Promise<Ports>): void {
  describe(`DeliveryLog: ${name}`, () => {
    let deliveries: DeliveryLog;
    let of: { userId: string; webhookId: string };
    before(async () => {
      ({ deliveries } = await open());
    });
    beforeEach(() => {
      of = { userId: randomUUID(), webhookId: webhookId() };
    });
    const aDelivery = (fields: Partial<Delivery> = {}): Delivery => ({
      ...of,
      deliveryId: randomUUID(),
      event: 'completed',
      createdAt: 1000,
      triedAt: 1001,
      tries: 1,
      state: 'delivered',
      ...fields,
    });

    it('tells deliveries of one webhook, newest first, with all that was noted', async () => {
      const jobId = randomUUID();
      const old = aDelivery({ jobId, status: 204 });
      const young = aDelivery({ createdAt: 100_000, state: 'given_up', tries: 9, error: 'no answer', event: 'test' });
      for (const each of [old, young, aDelivery({ webhookId: webhookId() }), aDelivery({ userId: randomUUID() })])
        await deliveries.record(each);
      assert.deepEqual(await deliveries.of(of), [young, old]);
    });

    it('keeps one entry for all tries', async () => {
      const first = aDelivery({ state: 'failing', status: 500 });
      const { status: _, ...bare } = first;
      const second: Delivery = { ...bare, triedAt: 2000, tries: 2, state: 'delivered' };
      await deliveries.record(first);
      await deliveries.record(second);
      assert.deepEqual(await deliveries.of(of), [second]);
    });

    it('tells at most 100, and goes on before the last', async () => {
      const instants = Array.from({ length: 103 }, (_, n) => 1000 + n);
      await pMap(instants, (createdAt) => deliveries.record(aDelivery({ createdAt })), { concurrency: 5 });
      const page = await deliveries.of(of);
      const rest = await deliveries.of({ ...of, before: page.at(-1)!.createdAt });
      assert.deepEqual(
        [...page, ...rest].map(({ createdAt }) => createdAt),
        instants.toReversed(),
      );
      assert.equal(page.length, 100);
    });

    it('removes every entry of a user, and none of another’s', async () => {
      const other = aDelivery({ userId: randomUUID() });
      for (const each of [aDelivery(), aDelivery({ webhookId: webhookId() }), other]) await deliveries.record(each);
      await deliveries.removeAll(of.userId);
      assert.deepEqual(await deliveries.of(of), []);
      assert.deepEqual(await deliveries.of({ userId: other.userId, webhookId: of.webhookId }), [other]);
    });
  });
}
