// bridge/main.ts — the bridge process: settings, clients, four queues, a health address, an orderly end.
import { once } from 'node:events';
import { awsClients } from '../adapters/aws/clients.ts';
import { openQueue } from '../adapters/aws/queues.ts';
import { readConfig } from '../config.ts';
import { internalServer, listening } from '../telemetry/internal-server.ts';
import { openLog } from '../telemetry/log.ts';
import { openRegistry } from '../telemetry/registry.ts';
import { openTraces } from '../telemetry/traces.ts';
import { backlogsOf } from '../temporal/backlogs.ts';
import { connectClient } from '../temporal/connection.ts';
import { createStarters } from '../temporal/starters.ts';
import { tellBacklogs } from './backlogs.ts';
import { createBridge } from './bridge.ts';
import { measureBridge, measureQueues, messageAges } from './measure.ts';

const config = readConfig();
const traces = await openTraces('bridge', config.traces);
const log = openLog('bridge', config.logLevel, traces?.fields);
const aws = awsClients(config.aws);

const [annotationComplete, planChanges, thaws, jobRequests] = await Promise.all([
  openQueue(aws.sqs, config.queues.annotationComplete),
  openQueue(aws.sqs, config.queues.planChanges),
  openQueue(aws.sqs, config.queues.thaws),
  openQueue(aws.sqs, config.queues.jobRequests),
]);
const sources = { annotationComplete, planChanges, thaws, jobRequests };
const registry = openRegistry(() => bridge.health());
const client = connectClient(config.temporal, traces ? [traces.plugin] : []);
const bridge = createBridge({
  sources,
  place: config.storage,
  starters: createStarters(client),
  log,
  onDone: messageAges(registry),
});
measureBridge(registry, bridge);
measureQueues(registry, sources);
await listening(internalServer({ readiness: () => bridge.health(), metrics: () => registry.metrics() }), config.bridge);
bridge.start();
const { backlogEveryMs: everyMs } = config.bridge;
if (everyMs !== undefined) {
  const { namespace } = config.temporal;
  tellBacklogs({ read: () => backlogsOf(client), everyMs, namespace, write: (line) => console.log(line), log });
}
log.info({ port: config.bridge.port }, 'receiving as soon as Temporal answers');

const [signal] = await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
log.info({ signal }, 'finishing what is in hand');
await bridge.stop();
await traces?.flush();
log.info('stopped');
// Nothing is in hand: a look at Temporal that is still being retried must not hold the process, and its connection
// can't be closed under it (the client throws from a timer).
process.exit(0);
