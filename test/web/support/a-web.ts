// test/web/support/a-web.ts — the web application on a port of its own, over ports in memory.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { JobRecord, JobRequest, UserId } from '../../../domain/job.ts';
import { createApp } from '../../../web/app.ts';
import type { TemporalAway } from '../../../temporal/errors.ts';
import type { Identity } from '../../../web/identity.ts';
import type { WebSettings } from '../../../web/services.ts';
import { aJob } from '../../support/a-job.ts';
import { aBrowser, type Browser } from './browser.ts';
import { memoryEvents, memoryJobs, memoryObjects, memorySessions, memoryUsers } from './memory.ts';

type Settings = Partial<WebSettings>;

export type AWeb = Awaited<ReturnType<typeof aWeb>>;

/** A running web application; `after` hooks call `stop`. */
export async function aWeb(
  settings: Settings = {},
  { identityFor = namedByCode }: { identityFor?: (url: string) => Identity } = {},
) {
  const lines: string[] = [];
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = settings.url ?? `http://127.0.0.1:${port}`;
  const ports = {
    jobs: memoryJobs(),
    users: memoryUsers(),
    sessions: memorySessions(),
    objects: memoryObjects(),
    events: memoryEvents(),
  };
  const starters = recordingStarters(ports.jobs.rows);
  const { app, endStreams } = createApp({
    ...ports,
    starters,
    identity: identityFor(url),
    settings: { ...defaults, url, ...settings },
    logger: pino({ level: 'info' }, { write: (line) => void lines.push(line) }),
  });
  const handle = app.callback();
  server.on('request', (request, response) => void handle(request, response));

  return {
    ...ports,
    starters,
    url,
    port,
    lines,
    endStreams,
    anybody: () => aBrowser(url),
    signedIn: (userId: UserId = randomUUID()) => signedIn(aBrowser(url), userId),
    /** A row as if workers had written it. */
    row(fields: Partial<JobRecord>): JobRecord {
      const job = aJob(fields);
      ports.jobs.rows.set(job.jobId, job);
      return job;
    },
    /** Has a read of the table of jobs fail; over once it has been asked for and refused. */
    outage(read: 'getMany'): Promise<void> {
      const works = ports.jobs[read];
      return new Promise((resolve) => {
        ports.jobs[read] = async () => {
          ports.jobs[read] = works;
          resolve();
          throw new Error('throttled');
        };
      });
    },
    async stop() {
      endStreams();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const defaults = {
  spaFolder: 'no-such-folder',
  sessionIdleMs: 60_000,
  sessionLifeMs: 600_000,
  inputsBucket: 'inputs',
  resultsBucket: 'results',
  keyPrefix: 'gas',
  graceMs: 300_000,
  limits: { freeInputBytes: 1000, premiumInputBytes: 1_000_000 },
  uploadOrigin: 'http://127.0.0.1:1',
  cookieSecret: 'a secret of the tests',
  feedEveryMs: 20,
};

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

/** Starters that record what they are asked for; `worker` says what a worker would do about a submission. */
function recordingStarters(rows: Map<string, JobRecord>) {
  const submitted: (JobRequest & { role: string })[] = [];
  const cancelled: string[] = [];
  const starters = {
    submitted,
    cancelled,
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
    async cancel(jobId: string) {
      cancelled.push(jobId);
      return rows.has(jobId);
    },
    healthy: async () => starters.temporal === 'up',
  };
  return starters;
}
