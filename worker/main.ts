// worker/main.ts — runs workflows and activities: config -> activities -> workers, until it is told to stop.
import { fileURLToPath } from 'node:url';
import { NativeConnection } from '@temporalio/worker';
import { sweepScratch } from '../adapters/annotator/scratch.ts';
import { readConfig } from '../config.ts';
import { internalServer, listening } from '../telemetry/internal-server.ts';
import { openLog } from '../telemetry/log.ts';
import { openRegistry } from '../telemetry/registry.ts';
import { openTraces } from '../telemetry/traces.ts';
import { takeCensus } from '../temporal/census.ts';
import { connectClient, connectionOptions, dataConverter } from '../temporal/connection.ts';
import { scheduleReconciliation } from '../temporal/operator-starters.ts';
import { createStarters } from '../temporal/starters.ts';
import { measureScratch, measureService } from './measure-service.ts';
import { measuredSteps } from './measure-steps.ts';
import { workerReadiness } from './readiness.ts';
import { installRuntime } from './runtime.ts';
import { workflowCode } from './workflow-code.ts';
import { wiredActivities } from './wiring.ts';
import { createWorkers } from './workers.ts';

/** Bundled anew where there are traces: the bundle of set-up knows nothing of them. */
const WORKFLOWS = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));

const config = readConfig();
const traces = await openTraces('worker', config.traces);
const log = openLog('worker', config.logLevel, traces?.fields);
const sdkMetrics = await installRuntime(log);

const plugins = traces ? [traces.plugin] : [];
const client = connectClient(config.temporal, plugins);
const starters = createStarters(client);
const { readiness, started } = workerReadiness(starters);
const registry = openRegistry(readiness);
const metrics = async () => (await Promise.all([registry.metrics(), sdkMetrics()])).join('');
const internal = internalServer({ readiness, metrics });
const port = await listening(internal, config.worker);

const swept = await sweepScratch(config.annotator.scratchFolder);
if (swept.length > 0) log.info({ folders: swept.length }, 'removed what a killed worker had left');

const isHub = config.worker.roles.includes('workflows');
if (isHub) measureService(registry, () => takeCensus(client, config.rules.patience));
measureScratch(registry, config.annotator.scratchFolder);
const connection = await NativeConnection.connect(connectionOptions(config.temporal));
const workers = await createWorkers({
  connection,
  namespace: config.temporal.namespace,
  activities: wiredActivities(config, starters),
  roles: config.worker.roles,
  workflows: await workflowCode(traces ? { workflowsPath: WORKFLOWS, plugins } : { codePath: config.worker.bundle }, {
    sealed: config.temporal.codecKeys.length > 0,
    versioned: config.worker.deployment.buildId !== undefined,
  }),
  dataConverter: dataConverter(config.temporal),
  deployment: config.worker.deployment,
  transfersAtOnce: config.worker.transfersAtOnce,
  annotationsAtOnce: config.worker.annotationsAtOnce,
  interceptors: { activity: [measuredSteps(registry)] },
  plugins,
});

if (isHub) await scheduleReconciliation(client, config.rules.reconcileEveryMs);
started(workers);
log.info({ roles: config.worker.roles, port }, 'worker ready');
try {
  await Promise.all(workers.map((worker) => worker.run()));
} finally {
  internal.close();
  internal.closeAllConnections();
  await connection.close();
  await traces?.flush();
  log.info('worker stopped');
}
