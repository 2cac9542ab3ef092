// web/app.ts — the web application over its ports: every request passes these middlewares, in this order.
import Koa from 'koa';
import Router from 'koa-router';
import type { Logger } from 'pino';
import type { AnnotationQueue } from '../domain/annotation-queue.ts';
import type { PartUploads } from '../domain/part-uploads.ts';
import type { AnswerRecords, Audit, Events, GenomeFiles, Genomes, SessionRecords } from '../domain/ports.ts';
import { browserSessions } from './browser-sessions.ts';
import { type WebHealth, webHealth } from './health.ts';
import type { Identity } from './identity.ts';
import { jobFeed } from './job-feed.ts';
import { errors } from './middleware/errors.ts';
import { jsonBody } from './middleware/input.ts';
import { once } from './middleware/once.ts';
import { ownRequests } from './middleware/own-requests.ts';
import { rateLimits } from './middleware/rate-limits.ts';
import { requestLog } from './middleware/request-log.ts';
import { noStore, securityHeaders } from './middleware/security-headers.ts';
import { noteFor } from './note.ts';
import { personalTokens } from './personal-tokens.ts';
import { authRoutes } from './routes/auth.ts';
import { deletionRoutes } from './routes/deletion.ts';
import { eventRoutes } from './routes/events.ts';
import { exportRoutes } from './routes/export.ts';
import { genomeRoutes } from './routes/genomes.ts';
import { genomeFileRoutes } from './routes/genome-files.ts';
import { healthRoutes } from './routes/health.ts';
import { jobFileRoutes } from './routes/job-files.ts';
import { jobRoutes } from './routes/jobs.ts';
import { multipartRoutes } from './routes/multipart.ts';
import { noticeRoutes } from './routes/notices.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { pageRoutes } from './routes/pages.ts';
import { paymentRoutes } from './routes/payments.ts';
import { profileRoutes } from './routes/profile.ts';
import { queueRoutes } from './routes/queue.ts';
import { runAgainRoutes } from './routes/run-again.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { resultRoutes } from './routes/results.ts';
import { storageRoutes } from './routes/storage.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { unsubscribeRoutes } from './routes/unsubscribe.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import type {
  AppMiddleware,
  NoticePorts,
  PaymentPorts,
  State,
  WebJobs,
  WebObjects,
  WebSettings,
  WebStarters,
  WebUsers,
} from './services.ts';
import { sessionKeeper } from './session-keeper.ts';
import { submissions } from './submissions.ts';

export interface WebPorts extends NoticePorts, PaymentPorts {
  jobs: WebJobs;
  users: WebUsers;
  sessions: SessionRecords;
  objects: WebObjects;
  uploads: PartUploads;
  queue: AnnotationQueue;
  events: Events;
  audit: Pick<Audit, 'record'>;
  answers: AnswerRecords;
  genomes: Genomes;
  genomeFiles: GenomeFiles;
  starters: WebStarters;
  identity: Identity;
  settings: WebSettings;
  logger: Logger;
  /** What sees every request, before all else: measurements, traces. */
  watches?: readonly AppMiddleware[];
}

export interface WebApp {
  app: Koa<State>;
  /** Every route there is, such as `GET /api/jobs`. */
  routes: string[];
  health: () => Promise<WebHealth>;
  /** From now on not ready, though everything is served. */
  leave: () => void;
  endStreams: () => void;
}

/** The application, and `endStreams`, to be called when the server stops: event streams would hold it open for ever. */
export function createApp(ports: WebPorts): WebApp {
  const { settings, logger } = ports;
  const sessions = sessionKeeper(ports, settings);
  const { health, leave } = webHealth(sessions, ports.starters);
  const feed = jobFeed({ ...ports, sessions });
  const services = {
    ...ports,
    sessions,
    tokens: personalTokens(ports),
    browsers: browserSessions(ports),
    note: noteFor(ports.audit),
    health,
    once: once(ports.answers, settings.cookieSecret),
    feed,
    submissions: submissions({ ...ports, feed }),
  };

  const router = new Router<State>();
  const files = [uploadRoutes, multipartRoutes, jobFileRoutes, resultRoutes, genomeRoutes, genomeFileRoutes];
  const jobs = [jobRoutes, runAgainRoutes, queueRoutes, deletionRoutes, eventRoutes];
  const account = [profileRoutes, paymentRoutes, exportRoutes, noticeRoutes, webhookRoutes, tokenRoutes, sessionRoutes];
  const mine = [...account, storageRoutes, ...files, ...jobs];
  for (const register of [healthRoutes, authRoutes, unsubscribeRoutes, openApiRoutes, ...mine, pageRoutes])
    register(router, services);

  const app = new Koa<State>();
  app.use(trustOwnAddress(settings.url));
  for (const watch of ports.watches ?? []) app.use(watch);
  app.use(requestLog(logger));
  app.use(securityHeaders(settings));
  app.use(noStore);
  app.use(errors(logger));
  app.use(rateLimits(settings));
  app.use(ownRequests(settings.url, router));
  app.use(jsonBody());
  app.use(router.routes());
  app.use(router.allowedMethods());
  // Answers already under way when a reader leaves: nothing that anybody could do.
  app.on('error', (error: Error) => logger.debug({ err: error }, 'connection ended early'));
  return { app, routes: routesOf(router), health, leave, endStreams: () => feed.close() };
}

/** Behind a proxy the connection itself is plain; whether cookies are Secure is a matter of our own address. */
function trustOwnAddress(url: string): Koa.Middleware<State> {
  const secure = url.startsWith('https:');
  return async (ctx, next) => {
    ctx.cookies.secure = secure;
    await next();
  };
}

function routesOf(router: Router<State>): string[] {
  return router.stack.flatMap(({ path, methods }) =>
    methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`),
  );
}
