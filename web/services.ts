// web/services.ts — what the routes work with, and what a request carries.
import type { Middleware as KoaMiddleware } from 'koa';
import type Router from 'koa-router';
import type { Logger } from 'pino';
import type { AnnotationQueue } from '../domain/annotation-queue.ts';
import type { JobRecord, UserId } from '../domain/job.ts';
import type { DeliveryLog, NoticeKeys, Subscriptions, WebhookPost } from '../domain/notice-ports.ts';
import type { PartUploads } from '../domain/part-uploads.ts';
import type { Customers, Payments } from '../domain/payments.ts';
import type { QuoteRules } from '../domain/plan-quote.ts';
import type { InputLimits } from '../domain/plan.ts';
import type { Events, GenomeFiles, Genomes, JobRecords, ObjectStore, UserRecords } from '../domain/ports.ts';
import type { Starters } from '../temporal/starters.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import type { JobFeed } from './job-feed.ts';
import type { WebHealth } from './health.ts';
import type { Identity } from './identity.ts';
import type { RateSettings } from './middleware/rate-limits.ts';
import type { Note } from './note.ts';
import type { PersonalTokens } from './personal-tokens.ts';
import type { OpenSession, SessionKeeper } from './session-keeper.ts';
import type { Submissions } from './submissions.ts';

export interface WebSettings extends RateSettings {
  /** The address people use; requests from other origins change nothing. */
  url: string;
  spaFolder: string;
  sessionIdleMs: number;
  sessionLifeMs: number;
  inputsBucket: string;
  resultsBucket: string;
  keyPrefix: string;
  graceMs: number;
  limits: InputLimits;
  /** How long retrievals take. */
  tiers: QuoteRules['tiers'];
  /** The origin that takes the presigned uploads, as a source of the content security policy. */
  uploadOrigin: string;
  /** Encrypts the cookie of a sign-in under way; the same in every web process. */
  cookieSecret: string;
  /** How often the watched rows are read; a second where unset. */
  feedEveryMs?: number;
  /** Users who operate the service, and where Temporal Web shows them what it does. */
  operators: readonly UserId[];
  temporalWebUrl?: string;
  temporalNamespace: string;
  /** Whether Premium is paid for. */
  payments: boolean;
  /** How long a message about payments waits for its change of plan. */
  paymentWaitMs?: number;
}

/** Of each port only what web may do: it moves no result and writes no row. */
export type WebJobs = Pick<JobRecords, 'get' | 'getMany' | 'versions' | 'page' | 'storage'>;
export type WebUsers = Pick<UserRecords, 'get' | 'saveProfile'>;
export type WebObjects = Pick<
  ObjectStore,
  'head' | 'read' | 'copy' | 'partBytes' | 'presignUpload' | 'presignDownload'
>;
export type WebStarters = Pick<
  Starters,
  'submit' | 'submission' | 'cancel' | 'deleteJob' | 'closeAccount' | 'tell' | 'healthy'
>;

/** `payments` is absent where nobody has to pay. */
export interface PaymentPorts {
  payments?: Payments;
  customers: Customers;
}

export interface NoticePorts {
  subscriptions: Pick<Subscriptions, 'saveMail' | 'addWebhook' | 'removeWebhook'>;
  deliveries: Pick<DeliveryLog, 'of'>;
  noticeKeys: NoticeKeys;
  /** Web itself posts nothing. */
  webhooks: Pick<WebhookPost, 'refusal'>;
}

export interface Services extends NoticePorts, PaymentPorts {
  jobs: WebJobs;
  users: WebUsers;
  objects: WebObjects;
  uploads: PartUploads;
  queue: AnnotationQueue;
  events: Events;
  genomes: Genomes;
  genomeFiles: GenomeFiles;
  starters: WebStarters;
  identity: Identity;
  health: () => Promise<WebHealth>;
  sessions: SessionKeeper;
  tokens: PersonalTokens;
  browsers: BrowserSessions;
  note: Note;
  /** In the list of a route that creates something: what is repeated under one Idempotency-Key happens once. */
  once: Handler;
  submissions: Submissions;
  feed: JobFeed;
  settings: WebSettings;
  logger: Logger;
}

/** Filled by middleware: `session` and `user` by signedIn, `job` by ownJob. A route that forgets them fails closed. */
export interface State {
  requestId: string;
  /** Takes the request from its user's allowance; problem `too-many-requests`. */
  admit(userId: UserId): Promise<void>;
  session: OpenSession;
  user: UserId;
  job: JobRecord;
}

export type Handler = Router.IMiddleware<State>;
export type Context = Parameters<Handler>[0];
export type AppMiddleware = KoaMiddleware<State>;
export type WebRouter = Router<State>;
