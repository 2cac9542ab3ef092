// test/support/fakes/user-records.ts — users, sessions and kept answers in memory.
import type { Plan } from '../../../domain/plan.ts';
import type { MailPreferences, Webhook } from '../../../domain/notices.ts';
import { UNKNOWN_USER } from '../../../domain/plan.ts';
import type {
  AnswerRecords,
  KeptAnswer,
  Profile,
  Session,
  SessionRecords,
  UserRecords,
} from '../../../domain/ports.ts';

export interface Wishes {
  mail?: Partial<MailPreferences>;
  webhooks?: readonly Webhook[];
  customerId?: string;
}

/** `wishes` are of those who have an account; `gone` are those who have closed theirs and not come back. */
export function fakeUserRecords(
  plans = new Map<string, Plan>(),
  { wishes, gone } = { wishes: new Map<string, Wishes>(), gone: new Set<string>() },
): UserRecords {
  const profiles = new Map<string, Profile>();
  const closures = new Map<string, number>();
  const planOf = (userId: string) => plans.get(userId) ?? UNKNOWN_USER;
  return {
    get: async (userId) => {
      if (userId === '') throw new Error('The value of a key may not be empty.'); // as DynamoDB has it
      const closedAt = closures.get(userId);
      const user = { profile: profiles.get(userId) ?? {}, plan: planOf(userId), ...wishes.get(userId) };
      return structuredClone(closedAt === undefined ? user : { ...user, closedAt });
    },
    async saveProfile(userId, profile) {
      profiles.set(userId, structuredClone(profile));
      gone.delete(userId);
    },
    async savePlan(userId, { version, plan }) {
      if (planOf(userId).version !== version) return false;
      plans.set(userId, structuredClone(plan));
      gone.delete(userId);
      return true;
    },
    async close(userId, { closedAt }) {
      if ((closures.get(userId) ?? -1) >= closedAt) return;
      closures.set(userId, closedAt);
      profiles.delete(userId);
      wishes.delete(userId);
      gone.add(userId);
      plans.set(userId, { ...UNKNOWN_USER, version: planOf(userId).version + 1, orderedAt: closedAt });
    },
  };
}

export function fakeSessionRecords(now: () => number): SessionRecords {
  const sessions = new Map<string, Session>();
  return {
    async get(sessionId) {
      const session = sessions.get(sessionId);
      return session && session.expiresAt > now() ? { ...session } : undefined;
    },
    async put(session) {
      sessions.set(session.sessionId, { ...session });
    },
    async touch(sessionId, lastSeenAt) {
      const session = sessions.get(sessionId);
      if (session) sessions.set(sessionId, { ...session, lastSeenAt });
    },
    async remove(sessionId) {
      sessions.delete(sessionId);
    },
    ofUser: async (userId) =>
      [...sessions.values()]
        .filter((session) => session.userId === userId && session.expiresAt > now())
        .map((session) => ({ ...session })),
  };
}

export function fakeAnswerRecords(now: () => number): AnswerRecords {
  const answers = new Map<string, KeptAnswer>();
  return {
    async claim(kept) {
      const there = answers.get(kept.id);
      if (there && there.expiresAt > now()) return { ...there };
      answers.set(kept.id, { ...kept });
      return undefined;
    },
    async put(kept) {
      answers.set(kept.id, { ...kept });
    },
    async remove(id) {
      answers.delete(id);
    },
  };
}
