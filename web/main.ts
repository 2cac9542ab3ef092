// web/main.ts — the web process: configuration, adapters, application, and a graceful end.
import { createServer } from 'node:http';
import { genomeList } from '../adapters/annotator/genome-list.ts';
import { genomeFiles } from '../adapters/annotator/genome-files.ts';
import { awsAdapters } from '../adapters/aws/index.ts';
import { stripePayments } from '../adapters/payments/stripe-payments.ts';
import { noticeKeys } from '../adapters/webhooks/notice-keys.ts';
import { webhookPost } from '../adapters/webhooks/webhook-post.ts';
import { readConfig, type Config } from '../config.ts';
import { annotationQueue } from '../temporal/annotation-queue.ts';
import { internalServer, listening } from '../telemetry/internal-server.ts';
import { openLog } from '../telemetry/log.ts';
import { openRegistry } from '../telemetry/registry.ts';
import { openTraces } from '../telemetry/traces.ts';
import { connectClient } from '../temporal/connection.ts';
import { createStarters } from '../temporal/starters.ts';
import { createApp } from './app.ts';
import { endingOf } from './ending.ts';
import { measure } from './middleware/measure.ts';
import { traceRequests } from './middleware/trace.ts';
import { openIdConnect } from './identity.ts';
import type { WebSettings } from './services.ts';

/** A connection lives longer than a balancer keeps it idle (60 s at AWS): it would send a request into one that just closes. */
const CONNECTIONS = { keepAliveTimeout: 75_000, headersTimeout: 80_000 };

const config = readConfig();
const traces = await openTraces('web', config.traces);
const logger = openLog('web', config.logLevel, traces?.fields);
const registry = openRegistry(async () => ({ ...(await health()) }));
const client = connectClient(config.temporal, traces ? [traces.plugin] : []);
const keys = noticeKeys(config.notices.secret);
const { app, health, leave, endStreams } = createApp({
  ...awsAdapters(config),
  ...(config.payments && { payments: stripePayments({ ...config.payments, webUrl: config.web.url }) }),
  genomes: genomeList(config.annotator),
  starters: createStarters(client),
  queue: annotationQueue(client),
  genomeFiles: genomeFiles(config.annotator),
  noticeKeys: keys,
  webhooks: webhookPost({ sign: keys.sign, loopback: config.notices.loopback }),
  identity: openIdConnect({ ...config.identity, webUrl: config.web.url }),
  settings: settingsOf(config),
  logger,
  watches: [measure(registry), ...(traces ? [traceRequests(traces)] : [])],
});

const internal = internalServer({
  readiness: async () => ({ ...(await health()) }),
  metrics: () => registry.metrics(),
});
await listening(internal, config.web.internal);
const handle = app.callback();
const server = createServer(CONNECTIONS, (request, response) => void handle(request, response));
server.on('error', (error) => {
  logger.fatal({ err: error }, `web cannot listen on ${config.web.host}:${config.web.port}`);
  process.exitCode = 1;
  internal.close();
});
server.listen(config.web.port, config.web.host, () => logger.info({ url: config.web.url }, 'web is up'));

const end = endingOf(server, { leave, endStreams, delayMs: config.web.stopDelayMs });
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());

async function stop(): Promise<void> {
  logger.info('web is stopping');
  await end();
  await traces?.flush();
  process.exit();
}

function settingsOf({ web, storage, rules, aws, identity, temporal, payments }: Config): WebSettings {
  return {
    ...web,
    inputsBucket: storage.inputsBucket,
    resultsBucket: storage.resultsBucket,
    keyPrefix: storage.keyPrefix,
    graceMs: rules.graceMs,
    limits: rules,
    tiers: rules.tiers,
    uploadOrigin: aws.endpoint ? new URL(aws.endpoint).origin : 'https://*.amazonaws.com',
    cookieSecret: identity.clientSecret,
    temporalNamespace: temporal.namespace,
    payments: payments !== undefined,
  };
}
