// test/support/fakes/index.ts — every port in memory, what is in it, and hooks around each call.
import type { Events, Mail, MailMessage, OutgoingEvent } from '../../../domain/ports.ts';
import { fakeArchiveStore } from './archive-store.ts';
import { createHooks } from './hooks.ts';
import { fakeJobRecords } from './job-records.ts';
import { fakeObjectStore } from './object-store.ts';
import { fakeSessionRecords, fakeUserRecords } from './user-records.ts';

export type Fakes = ReturnType<typeof createFakes>;

/** Empty stores. `before` and `after` name a call as `port.method`, such as `archive.upload`. */
export function createFakes({ now = Date.now }: { now?: () => number } = {}) {
  const hooks = createHooks();
  const users = fakeUserRecords();
  const rows = fakeJobRecords(users);
  const objects = fakeObjectStore();
  const cold = fakeArchiveStore();
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

  return {
    jobs: hooks.on('jobs', rows.port),
    users: hooks.on('users', users),
    sessions: hooks.on('sessions', fakeSessionRecords(now)),
    objects: hooks.on('objects', objects.port),
    archive: hooks.on('archive', cold.port),
    events: hooks.on('events', events),
    mail: hooks.on('mail', mail),
    before: hooks.before,
    after: hooks.after,
    /** The rows as they lie in the table, by job id. */
    rows: rows.rows,
    /** The bytes in the object store, by `bucket/key`, newest version first. */
    versions: objects.versions,
    /** The inside of the archive: what it holds, and the knobs of its retrievals. */
    cold,
    published,
    /** Mail that was delivered, one for each id. */
    delivered: () => [...sent.values()],
  };
}
