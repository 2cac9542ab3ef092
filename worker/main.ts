// worker/main.ts — runs workflows and activities: config -> adapters -> activities -> workers, until it is told to stop.
import { NativeConnection, Runtime } from '@temporalio/worker';
import pino from 'pino';
import { createActivities } from '../activities/index.ts';
import { bcftoolsAnnotator } from '../adapters/annotator/bcftools-annotator.ts';
import { sweepScratch } from '../adapters/annotator/scratch.ts';
import { awsAdapters } from '../adapters/aws/index.ts';
import { openMail } from '../adapters/mail/index.ts';
import { noticeKeys } from '../adapters/webhooks/notice-keys.ts';
import { webhookPost } from '../adapters/webhooks/webhook-post.ts';
import { readConfig } from '../config.ts';
import { connectClient, connectionOptions } from '../temporal/connection.ts';
import { scheduleReconciliation } from '../temporal/operator-starters.ts';
import { createStarters } from '../temporal/starters.ts';
import { createWorkers } from './workers.ts';

const config = readConfig();
const log = pino({ level: config.logLevel, name: 'worker' });
Runtime.install({ shutdownSignals: ['SIGTERM', 'SIGINT'] });

const client = connectClient(config.temporal);
const swept = await sweepScratch(config.annotator.scratchFolder);
if (swept.length > 0) log.info({ folders: swept.length }, 'removed what a killed worker had left');

const starters = createStarters(client);
const keys = noticeKeys(config.notices.secret);
const activities = createActivities({
  ...awsAdapters(config),
  annotator: bcftoolsAnnotator(config.annotator),
  mail: openMail(config.mail),
  movers: starters,
  notices: starters,
  noticeKeys: keys,
  webhooks: webhookPost({ sign: keys.sign, loopback: config.notices.loopback }),
  annotations: starters,
  rules: config.rules,
  settings: {
    inputsBucket: config.storage.inputsBucket,
    resultsBucket: config.storage.resultsBucket,
    keyPrefix: config.storage.keyPrefix,
    scratchFolder: config.annotator.scratchFolder,
    webUrl: config.web.url,
  },
  now: Date.now,
});
const connection = await NativeConnection.connect(connectionOptions(config.temporal));
const workers = await createWorkers({
  connection,
  namespace: config.temporal.namespace,
  activities,
  roles: config.worker.roles,
  workflows: { codePath: config.worker.bundle },
  transfersAtOnce: config.worker.transfersAtOnce,
  annotationsAtOnce: config.worker.annotationsAtOnce,
});

if (config.worker.roles.includes('workflows')) await scheduleReconciliation(client, config.rules.reconcileEveryMs);
log.info({ roles: config.worker.roles }, 'worker ready');
try {
  await Promise.all(workers.map((worker) => worker.run()));
} finally {
  await connection.close();
  log.info('worker stopped');
}
