// worker/main.ts — runs workflows and activities: config -> activities -> workers, until it is told to stop.
import { NativeConnection, Runtime } from '@temporalio/worker';
import pino from 'pino';
import { sweepScratch } from '../adapters/annotator/scratch.ts';
import { readConfig } from '../config.ts';
import { internalServer, listening } from '../telemetry/internal-server.ts';
import { connectClient, connectionOptions } from '../temporal/connection.ts';
import { scheduleReconciliation } from '../temporal/operator-starters.ts';
import { createStarters } from '../temporal/starters.ts';
import { workerReadiness } from './readiness.ts';
import { wiredActivities } from './wiring.ts';
import { createWorkers } from './workers.ts';

const config = readConfig();
const log = pino({ level: config.logLevel, name: 'worker' });
Runtime.install({ shutdownSignals: ['SIGTERM', 'SIGINT'] });

const client = connectClient(config.temporal);
const starters = createStarters(client);
const { readiness, started } = workerReadiness(starters);
const internal = internalServer({ readiness });
const port = await listening(internal, config.worker);

const swept = await sweepScratch(config.annotator.scratchFolder);
if (swept.length > 0) log.info({ folders: swept.length }, 'removed what a killed worker had left');

const connection = await NativeConnection.connect(connectionOptions(config.temporal));
const workers = await createWorkers({
  connection,
  namespace: config.temporal.namespace,
  activities: wiredActivities(config, starters),
  roles: config.worker.roles,
  workflows: { codePath: config.worker.bundle },
  transfersAtOnce: config.worker.transfersAtOnce,
  annotationsAtOnce: config.worker.annotationsAtOnce,
});

if (config.worker.roles.includes('workflows')) await scheduleReconciliation(client, config.rules.reconcileEveryMs);
started(workers);
log.info({ roles: config.worker.roles, port }, 'worker ready');
try {
  await Promise.all(workers.map((worker) => worker.run()));
} finally {
  internal.close();
  internal.closeAllConnections();
  await connection.close();
  log.info('worker stopped');
}
