// bridge/main.ts — the bridge process: settings, clients, four queues, a health address, an orderly end.
import { once } from 'node:events';
import { pino } from 'pino';
import { awsClients } from '../adapters/aws/clients.ts';
import { openQueue } from '../adapters/aws/queues.ts';
import { readConfig } from '../config.ts';
import { internalServer, listening } from '../telemetry/internal-server.ts';
import { connectClient } from '../temporal/connection.ts';
import { createStarters } from '../temporal/starters.ts';
import { createBridge } from './bridge.ts';

const config = readConfig();
const log = pino({ level: config.logLevel, base: { process: 'bridge' } });
const aws = awsClients(config.aws);

const [annotationComplete, planChanges, thaws, jobRequests] = await Promise.all([
  openQueue(aws.sqs, config.queues.annotationComplete),
  openQueue(aws.sqs, config.queues.planChanges),
  openQueue(aws.sqs, config.queues.thaws),
  openQueue(aws.sqs, config.queues.jobRequests),
]);
const bridge = createBridge({
  sources: { annotationComplete, planChanges, thaws, jobRequests },
  place: config.storage,
  starters: createStarters(connectClient(config.temporal)),
  log,
});
await listening(internalServer({ readiness: bridge.health }), config.bridge);
bridge.start();
log.info({ port: config.bridge.port }, 'receiving as soon as Temporal answers');

const [signal] = await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
log.info({ signal }, 'finishing what is in hand');
await bridge.stop();
log.info('stopped');
// Nothing is in hand: a look at Temporal that is still being retried must not hold the process, and its connection
// can't be closed under it (the client throws from a timer).
process.exit(0);
