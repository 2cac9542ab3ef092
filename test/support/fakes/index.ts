// test/support/fakes/index.ts — every port in memory, what is in it, and hooks around each call.
import type { ArchiveStoreName } from '../../../domain/archive.ts';
import { ARCHIVE_STORES } from '../../../domain/archive.ts';
import type { ArchiveStores } from '../../../domain/archive-store.ts';
import type { Events, Mail, MailMessage, OutgoingEvent } from '../../../domain/ports.ts';
import type { Plan } from '../../../domain/plan.ts';
import { fakeArchiveStore } from './archive-store.ts';
import { fakeAudit, fakeRetrievalBudget } from './budget-and-audit.ts';
import { createHooks } from './hooks.ts';
import { fakeCustomers, fakeDeliveryLog, fakeNoticeKeys, fakeReceivers, fakeSubscriptions } from './notices.ts';
import { fakeJobRecords } from './job-records.ts';
import { fakeObjectStore } from './object-store.ts';
import { fakePartUploads } from './part-uploads.ts';
import type { Wishes } from './user-records.ts';
import { fakeAnswerRecords, fakeSessionRecords, fakeUserRecords } from './user-records.ts';

export type Fakes = ReturnType<typeof createFakes>;

interface FakesOptions {
  now?: () => number;
  /** The store that new archives go to. */
  store?: ArchiveStoreName;
  /** Jobs that a list by name may have. */
  namesSorted?: number;
}

/**
 * Empty stores. `before` and `after` name a call as `port.method`, such as `archive.upload`. Archives of the store that
 * is not `store` are `otherArchive`.
 */
export function createFakes({ now = Date.now, store = 'glacier-vault', namesSorted }: FakesOptions = {}) {
  const hooks = createHooks();
  const plans = new Map<string, Plan>();
  const wished = { wishes: new Map<string, Wishes>(), gone: new Set<string>() };
  const users = fakeUserRecords(plans, wished);
  const receivers = fakeReceivers();
  const rows = fakeJobRecords(users, namesSorted);
  const objects = fakeObjectStore(now);
  const uploads = fakePartUploads(objects.port);
  const cold = fakeArchiveStore(store, now);
  const otherCold = fakeArchiveStore(store === 'glacier-vault' ? 's3-glacier' : 'glacier-vault', now);
  const audit = fakeAudit();
  const published: OutgoingEvent[] = [];
  const sent = new Map<string, MailMessage>();

  const events: Events = {
    async publish(event) {
      published.push(structuredClone(event));
    },
  };
  const mail: Mail = {
    async send(message) {
      sent.set(message.id, message);
    },
  };
  const archive = hooks.on('archive', cold.port);
  const otherArchive = hooks.on('otherArchive', otherCold.port);
  const archives: ArchiveStores = {
    current: store,
    deployed: ARCHIVE_STORES,
    of: (wanted) => (wanted === store ? archive : otherArchive),
  };

  return {
    jobs: hooks.on('jobs', rows.port),
    users: hooks.on('users', users),
    sessions: hooks.on('sessions', fakeSessionRecords(now)),
    answers: hooks.on('answers', fakeAnswerRecords(now)),
    objects: hooks.on('objects', objects.port),
    uploads: hooks.on('uploads', uploads.port),
    archive,
    archives,
    budget: hooks.on('budget', fakeRetrievalBudget()),
    audit: hooks.on('audit', audit.port),
    events: hooks.on('events', events),
    mail: hooks.on('mail', mail),
    subscriptions: hooks.on('subscriptions', fakeSubscriptions(wished)),
    customers: hooks.on('customers', fakeCustomers(wished)),
    deliveries: hooks.on('deliveries', fakeDeliveryLog()),
    // A hooked call answers later; whether an address is refused is said at once.
    webhooks: { ...hooks.on('webhooks', receivers.port), refusal: (url: string) => receivers.port.refusal(url) },
    noticeKeys: fakeNoticeKeys(),
    before: hooks.before,
    after: hooks.after,
    /** What steps take for the time. */
    clock: now,
    /** The rows as they lie in the table, by job id. */
    rows: rows.rows,
    /** The plans of users, by user id. */
    plans,
    /** Sends a part of an upload to its address, as a browser does. */
    sendPart: uploads.send,
    /** The bytes in the object store, by `bucket/key`, newest version first. */
    versions: objects.versions,
    /** The inside of the archive: what it holds, and the knobs of its retrievals. */
    cold,
    /** The inside of the archive of the other kind. */
    otherCold,
    /** What was recorded, by id. */
    entries: audit.entries,
    published,
    /** What receivers of webhooks answer, and what they were sent. */
    receivers: receivers.receivers,
    received: receivers.received,
    /** Mail that was delivered, one for each id. */
    delivered: () => [...sent.values()],
  };
}
