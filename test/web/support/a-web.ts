// test/web/support/a-web.ts — the web application on a port of its own, over ports in memory.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import type { AnnotationQueue, AnnotationState, QueueSnapshot } from '../../../domain/annotation-queue.ts';
import type { GenomeInfo } from '../../../domain/genome.ts';
import type { JobRecord, JobRequest, ObjectRef, UserId } from '../../../domain/job.ts';
import type { Plan } from '../../../domain/plan.ts';
import type { Notice } from '../../../domain/notices.ts';
import type { Session, SessionRecords } from '../../../domain/ports.ts';
import { genomeFiles } from '../../../adapters/annotator/genome-files.ts';
import { createApp } from '../../../web/app.ts';
import { TemporalAway } from '../../../temporal/errors.ts';
import type { Identity } from '../../../web/identity.ts';
import type { NoticePorts, PaymentPorts, WebSettings } from '../../../web/services.ts';
import { aJob } from '../../support/builders.ts';
import { createFakes, type Fakes } from '../../support/fakes/index.ts';
import { aBrowser, type Browser } from './browser.ts';
import { NOWHERE, withPartsAt, withTellingLinks } from './storage-links.ts';

type Settings = Partial<WebSettings>;

export type AWeb = Awaited<ReturnType<typeof aWeb>>;

/** A running web application; `after` hooks call `stop`. */
export async function aWeb(
  settings: Settings = {},
  {
    identityFor = namedByCode,
    storageAt = NOWHERE,
    ...ports
  }: { identityFor?: (url: string) => Identity; storageAt?: string } & Partial<NoticePorts & PaymentPorts> = {},
) {
  const lines: string[] = [];
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = settings.url ?? `http://127.0.0.1:${port}`;
  const fakes = createFakes();
  const sessions = rememberedSessions(fakes.sessions);
  const starters = recordingStarters(fakes);
  const queue = aQueue();
  const { app, routes, endStreams } = createApp({
    ...fakes,
    ...ports,
    sessions: sessions.port,
    objects: withTellingLinks(fakes.objects, storageAt),
    uploads: withPartsAt(fakes.uploads, storageAt),
    genomes: { list: async () => GENOMES },
    genomeFiles: genomeFiles({ genomeFolder: join(process.cwd(), '.local/genome') }),
    starters,
    queue: queue.port,
    identity: identityFor(url),
    settings: { ...defaults, url, payments: ports.payments !== undefined, ...settings },
    logger: pino({ level: 'info' }, { write: (line) => void lines.push(line) }),
  });
  const handle = app.callback();
  server.on('request', (request, response) => void handle(request, response));

  return {
    ...fakes,
    /** Every session record that was ever written. */
    stored: sessions.stored,
    starters,
    /** What Temporal tells of annotations. */
    queue: queue.told,
    url,
    port,
    lines,
    /** Every route there is. */
    routes,
    endStreams,
    anybody: () => aBrowser(url),
    signedIn: (userId: UserId = randomUUID()) => signedIn(aBrowser(url), userId),
    /** A row as if workers had written it. */
    row(fields: Partial<JobRecord>): JobRecord {
      const job = aJob(fields);
      fakes.rows.set(job.jobId, job);
      return job;
    },
    /** An object of the store. */
    async put(ref: ObjectRef, content: string | Buffer): Promise<void> {
      const body = Buffer.from(content);
      await fakes.objects.write({
        ...ref,
        bytes: body.length,
        contentType: 'text/plain',
        read: async (from, to) => body.subarray(from, to),
      });
    },
    /** The user's plan, as if an activity had changed it. */
    async setPlan(userId: UserId, change: Partial<Plan>): Promise<void> {
      const { plan } = await fakes.users.get(userId);
      await fakes.users.savePlan(userId, { version: plan.version, plan: { ...plan, ...change } });
    },
    /** Has the next call of a port, such as `jobs.page`, fail; over once it has failed. */
    outage(call: `${string}.${string}`, message = 'throttled'): Promise<void> {
      return new Promise((resolve) => {
        fakes.before(call, () => {
          resolve();
          throw new Error(message);
        });
      });
    },
    async stop() {
      endStreams();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The built-in genome, and one that an operator has added. */
const GENOMES: readonly GenomeInfo[] = [
  {
    name: 'GRCh38 chrM',
    aliases: ['chrM', 'rCRS'],
    contigs: [{ name: 'chrM', length: 16_569, aliases: ['MT', 'M'] }],
    description: '1 contig, 16,569 bases',
    builtIn: true,
  },
  {
    name: 'toy',
    aliases: [],
    contigs: Array.from({ length: 150 }, (_, n) => ({ name: `chr${n + 1}`, length: 1000 + n, aliases: [`${n + 1}`] })),
    description: '150 contigs',
    builtIn: false,
  },
];

const defaults = {
  spaFolder: 'no-such-folder',
  sessionIdleMs: 60_000,
  sessionLifeMs: 600_000,
  inputsBucket: 'inputs',
  resultsBucket: 'results',
  keyPrefix: 'gas',
  graceMs: 300_000,
  limits: { freeInputBytes: 1000, premiumInputBytes: 1_000_000 },
  tiers: { Expedited: { expectedMs: 300_000 }, Standard: { expectedMs: 18_000_000 }, Bulk: { expectedMs: 43_200_000 } },
  uploadOrigin: NOWHERE,
  cookieSecret: 'a secret of the tests',
  feedEveryMs: 20,
  operators: [],
  temporalNamespace: 'default',
};

/** A queue that tests fill; `away` has it fail. */
function aQueue() {
  const told = {
    states: new Map<string, AnnotationState>(),
    snapshot: { open: [], truncated: false, running: 0, annotators: 1, recorders: 1 } as QueueSnapshot,
    recent: [] as string[],
    asked: 0,
    away: false,
  };
  const port: AnnotationQueue = {
    async snapshot() {
      told.asked += 1;
      if (told.away) throw new TemporalAway('down');
      return told.snapshot;
    },
    stateOf: async (jobId) => told.states.get(jobId) ?? { kind: 'none' },
    recent: async () => told.recent,
  };
  return { told, port };
}

function rememberedSessions(port: SessionRecords) {
  const stored: Session[] = [];
  const remembering: SessionRecords = {
    put(session) {
      stored.push(session);
      return port.put(session);
    },
    get: (sessionId) => port.get(sessionId),
    touch: (sessionId, lastSeenAt) => port.touch(sessionId, lastSeenAt),
    remove: (sessionId) => port.remove(sessionId),
    ofUser: (userId) => port.ofUser(userId),
  };
  return { stored, port: remembering };
}

async function signedIn(browser: Browser, userId: UserId) {
  await browser.follow(`/auth/login?return_to=/health/live`);
  await browser.request(`/auth/callback?code=${userId}`);
  return Object.assign(browser, { userId });
}

/** An identity provider that takes the code for the name of the user. */
function namedByCode(url: string): Identity {
  return {
    begin: async () => ({
      url: new URL('/health/live', url).href,
      attempt: { state: 'state', nonce: 'nonce', verifier: 'verifier' },
    }),
    async finish(search) {
      const userId = new URLSearchParams(search).get('code')!;
      return { userId, profile: { name: `Name of ${userId}`, email: `${userId}@example.org` } };
    },
  };
}

/** Starters that record what they are asked for; `worker` says what a worker would do about it. */
function recordingStarters({ rows, users }: Fakes) {
  const submitted: (JobRequest & { role: string })[] = [];
  const cancelled: string[] = [];
  const deleted: string[] = [];
  const closed: string[] = [];
  const told: { userId: UserId; notices: readonly Notice[] }[] = [];
  const starters = {
    submitted,
    cancelled,
    deleted,
    closed,
    /** What was handed over to be told. */
    told,
    worker: 'records' as 'records' | 'away',
    temporal: 'up' as 'up' | TemporalAway,
    async submit(request: JobRequest, role: string) {
      if (starters.temporal !== 'up') throw starters.temporal;
      submitted.push({ ...request, role });
      if (starters.worker === 'away') return { kind: 'accepted' as const };
      const { version = 0, timeline = [] } = rows.get(request.jobId) ?? {};
      const event = { at: request.submittedAt, event: 'submitted' as const };
      rows.set(request.jobId, { ...request, version: version + 1, status: 'PENDING', timeline: [...timeline, event] });
      return { kind: 'recorded' as const, status: 'PENDING' as const };
    },
    async submission(jobId: string) {
      if (starters.temporal !== 'up') throw starters.temporal;
      return submitted.find((request) => request.jobId === jobId);
    },
    async cancel(jobId: string) {
      cancelled.push(jobId);
      return rows.has(jobId);
    },
    async deleteJob({ jobId, userId }: { jobId: string; userId: string }) {
      if (starters.temporal !== 'up') throw starters.temporal;
      deleted.push(jobId);
      if (starters.worker === 'away') return 'accepted' as const;
      const row = rows.get(jobId) ?? aJob({ jobId, userId });
      rows.set(jobId, { ...row, version: row.version + 1, deletedAt: Date.now() });
      return 'marked' as const;
    },
    async closeAccount(userId: string) {
      if (starters.temporal !== 'up') throw starters.temporal;
      closed.push(userId);
      if (starters.worker === 'away') return;
      const closedAt = Date.now() + starters.clockAheadMs;
      await users.close(userId, { closedAt, expiresAt: closedAt + 86_400_000 });
    },
    async tell(userId: UserId, notices: readonly Notice[]) {
      if (starters.temporal !== 'up') throw starters.temporal;
      told.push({ userId, notices });
    },
    /** How far the worker's clock is ahead of web's. */
    clockAheadMs: 0,
    healthy: async () => starters.temporal === 'up',
  };
  return starters;
}
