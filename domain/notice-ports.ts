// domain/notice-ports.ts — the doors by which users are told what happened: what they want, and where it goes.
import type { Instant, JobId, UserId } from './job.ts';
import type { MailPreferences, Notice, NoticeKind, Webhook } from './notices.ts';

/** Hands over what a user is to be told. A fact that is handed over again within minutes is told once. */
export interface Notices {
  tell(userId: UserId, notices: readonly Notice[]): Promise<void>;
}

/** What users want to be told, in their items of the table `users`: it goes with the account. */
export interface Subscriptions {
  /** Changes the wishes that are given. False where the account is closed. */
  saveMail(userId: UserId, wishes: Partial<MailPreferences>): Promise<boolean>;
  /** False where the account is closed. */
  addWebhook(userId: UserId, webhook: Webhook): Promise<boolean>;
  removeWebhook(userId: UserId, webhookId: string): Promise<void>;
  /** Notes how a webhook fares: an absent `failingSince` says that it works. One that is gone stays gone. */
  markWebhook(userId: UserId, webhookId: string, mark: Pick<Webhook, 'failingSince' | 'disabledAt'>): Promise<void>;
}

/** One event on its way to one webhook, or there. */
export interface Delivery {
  userId: UserId;
  webhookId: string;
  /** The id that the receiver is told, the same at each try. */
  deliveryId: string;
  event: NoticeKind | 'test';
  /** Absent where the event is about no job. */
  jobId?: JobId;
  createdAt: Instant;
  triedAt: Instant;
  tries: number;
  state: 'delivered' | 'failing' | 'given_up';
  /** What the receiver answered last, by its HTTP status; or why there was no answer. */
  status?: number;
  error?: string;
}

/** The table `deliveries`, of the last 30 days. */
export interface DeliveryLog {
  /** Replaces what an earlier try has left. */
  record(delivery: Delivery): Promise<void>;
  /** Newest first, at most 100; `before` is the `createdAt` from which to go on. */
  of(webhook: { userId: UserId; webhookId: string; before?: Instant }): Promise<Delivery[]>;
  /** Every entry of a user. */
  removeAll(userId: UserId): Promise<void>;
}

/** How a receiver answered: `status` of its HTTP answer, or why there was none, in words for its owner. */
export type Answered = { status: number } | { error: string };

/** Posts to addresses that users chose: never to our own network, never on by a redirect, within limits. */
export interface WebhookPost {
  /** Why such an address is not taken, in words; undefined where it is. It may still prove unreachable. */
  refusal(url: string): string | undefined;
  post(message: {
    webhookId: string;
    url: string;
    deliveryId: string;
    sentAt: Instant;
    body: string;
  }): Promise<Answered>;
}

/** Secrets that are derived from one of the service's own, so that none of them is kept anywhere. */
export interface NoticeKeys {
  /** What a webhook's messages are signed with, as its owner is shown it once. */
  webhookSecret(webhookId: string): string;
  /** Lets whoever holds it end mails of a kind to a user. */
  unsubscribeToken(of: { userId: UserId; kind: NoticeKind }): string;
  /** Undefined where we did not write it. */
  readUnsubscribeToken(token: string): { userId: UserId; kind: NoticeKind } | undefined;
}
