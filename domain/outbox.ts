// domain/outbox.ts — what one user is still to be told: gathered into parcels, each sent when it is due, paced and tried again.
import type { Instant } from './job.ts';
import type { Channel, Notice } from './notices.ts';
import { MAIL } from './notices.ts';

/** What goes to one channel at once: facts of one kind. */
export interface Parcel {
  channel: Channel;
  kind: Notice['kind'];
  /** When it is to go. */
  at: Instant;
  /** When it was to go first. */
  since: Instant;
  tries: number;
  ids: string[];
  /** Further facts of which only the number is known: a mail names a few of them anyway. */
  more: number;
}

interface Pace {
  /** No mail of this kind before then. */
  next: Instant;
  gapMs: number;
}

/** Plain data, as it is handed to the next run of the workflow. */
export interface OutboxState {
  parcels: Parcel[];
  /** Facts that were handed over lately. */
  seen: string[];
  paces: Record<string, Pace>;
  /** Until then what was handed over is remembered. */
  lingersUntil: Instant;
}

export type Outbox = ReturnType<typeof openOutbox>;

/** A thousand results archived together are a handful of mails: the pause between two of a kind grows fourfold. */
const FIRST_GAP_MS = 20_000;
const LONGEST_GAP_MS = 3_600_000;
/** A step that is repeated says again what it said: within seconds, or a few minutes. */
const LINGER_MS = 60_000;
const REMEMBERED = 1000;
/** Facts in one parcel: of a mail the first, of a webhook those that one activity posts. */
const MAILED = 500;
const POSTED = 50;
/** Facts that wait for one webhook; beyond, the oldest are let go. */
const WAITING = 2000;
const FIRST_RETRY_MS = 5000;
const LONGEST_RETRY_MS = 4 * 3_600_000;
export const GIVE_UP_MS = 24 * 3_600_000;

/** Facts may arrive at any moment, also while a parcel is out. Pure but for its own state. */
export function openOutbox(left: Partial<OutboxState> = {}) {
  const state: OutboxState = { parcels: [], seen: [], paces: {}, lingersUntil: 0, ...left };
  const seen = new Set(state.seen);

  return {
    /** Each fact once for each of its channels. */
    add(notices: readonly Notice[], now: Instant): void {
      for (const notice of notices) {
        const fresh = [...new Set(notice.ids)].filter((id) => !seen.has(`${notice.kind} ${id}`));
        for (const id of fresh) remember(seen, `${notice.kind} ${id}`);
        if (fresh.length > 0)
          for (const channel of notice.channels) put(state, { ...notice, channel, ids: fresh }, now);
      }
      state.lingersUntil = Math.max(state.lingersUntil, now + LINGER_MS);
    },

    /** The parcel that is due, taken out; what is more than can go at once stays. */
    take(now: Instant): Parcel | undefined {
      const due = state.parcels.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at)[0];
      if (!due) return undefined;
      state.parcels.splice(state.parcels.indexOf(due), 1);
      const rest = due.ids.slice(POSTED);
      if (due.channel === MAIL || rest.length === 0) return due;
      state.parcels.push({ ...due, ids: rest });
      return { ...due, ids: due.ids.slice(0, POSTED) };
    },

    /** What of a parcel did not arrive is tried again later, for a day; false where that is over. */
    failed(parcel: Parcel, ids: readonly string[], now: Instant): boolean {
      if (now - parcel.since >= GIVE_UP_MS) return false;
      const pauseMs = Math.min(FIRST_RETRY_MS * 4 ** parcel.tries, LONGEST_RETRY_MS);
      state.parcels.push({ ...parcel, ids: [...ids], tries: parcel.tries + 1, at: now + pauseMs });
      return true;
    },

    sent({ channel, kind }: Parcel, now: Instant): void {
      if (channel === MAIL) state.paces[kind] = nextPace(state.paces[kind], now);
      state.lingersUntil = Math.max(state.lingersUntil, now + LINGER_MS);
    },

    /** When to look again; undefined where nothing is left, and nothing need be remembered any more. */
    nextAt(now: Instant): Instant | undefined {
      if (state.parcels.length > 0) return Math.min(...state.parcels.map(({ at }) => at));
      const until = Math.max(state.lingersUntil, ...Object.values(state.paces).map(({ next }) => next));
      return until > now ? until : undefined;
    },

    state: (): OutboxState => ({ ...state, seen: [...seen] }),
  };
}

function remember(seen: Set<string>, fact: string): void {
  seen.add(fact);
  if (seen.size > REMEMBERED) seen.delete(seen.values().next().value!);
}

type Fact = Pick<Parcel, 'channel' | 'kind' | 'at'> & { ids: readonly string[] };

/** Into a parcel that goes no later; what is told at a time of its own only into one of just that time. */
function put(state: OutboxState, { channel, kind, at, ids }: Fact, now: Instant): void {
  const earliest = channel === MAIL ? Math.max(at, paceOf(state, kind, now)) : at;
  const waiting = state.parcels.filter((one) => one.channel === channel && one.kind === kind);
  const parcel =
    waiting.find((one) => one.tries === 0 && (kind === 'archiving_soon' ? one.at === earliest : one.at <= earliest)) ??
    aParcel(state, { channel, kind, at: earliest });
  const added = ids.filter((id) => !waiting.some((one) => one.ids.includes(id)));
  const room = channel === MAIL ? Math.max(0, MAILED - parcel.ids.length) : added.length;
  parcel.ids.push(...added.slice(0, room));
  parcel.more += added.length - Math.min(room, added.length);
  if (channel !== MAIL) letGo(state, channel);
}

function aParcel(state: OutboxState, { channel, kind, at }: Pick<Parcel, 'channel' | 'kind' | 'at'>): Parcel {
  const parcel: Parcel = { channel, kind, at, since: at, tries: 0, ids: [], more: 0 };
  state.parcels.push(parcel);
  return parcel;
}

/** After a pause of twice its length a pace is forgotten. */
function paceOf({ paces }: OutboxState, kind: string, now: Instant): Instant {
  const pace = paces[kind];
  if (pace && now > pace.next + pace.gapMs) delete paces[kind];
  return paces[kind]?.next ?? 0;
}

function nextPace(pace: Pace | undefined, now: Instant): Pace {
  const gapMs = pace ? Math.min(pace.gapMs * 4, LONGEST_GAP_MS) : FIRST_GAP_MS;
  return { next: now + gapMs, gapMs };
}

function letGo(state: OutboxState, channel: Channel): void {
  const waiting = state.parcels.filter((one) => one.channel === channel).toSorted((a, b) => a.since - b.since);
  let excess = waiting.reduce((sum, { ids }) => sum + ids.length, 0) - WAITING;
  for (const parcel of waiting) {
    if (excess > 0) excess -= parcel.ids.splice(0, excess).length;
  }
  state.parcels = state.parcels.filter(({ ids }) => ids.length > 0);
}
