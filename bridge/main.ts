// bridge/main.ts — the bridge process: settings, clients, four queues, a health address, an orderly end.
import { once } from 'node:events';
import { pino } from 'pino';
import { awsClients, closeClients } from '../adapters/aws/clients.ts';
import { openQueue } from '../adapters/aws/queues.ts';
import { readConfig } from '../config.ts';
import { connectClient } from '../temporal/connection.ts';
import { createStarters } from '../temporal/starters.ts';
import { createBridge } from './bridge.ts';
import { healthServer } from './health.ts';

const config = readConfig();
const log = pino({ level: config.logLevel, base: { process: 'bridge' } });
const aws = awsClients(config.aws);
const temporal = connectClient(config.temporal);

const [annotationComplete, planChanges, thaws, jobRequests] = await Promise.all([
  openQueue(aws.sqs, config.queues.annotationComplete),
  openQueue(aws.sqs, config.queues.planChanges),
  openQueue(aws.sqs, config.queues.thaws),
  openQueue(aws.sqs, config.queues.jobRequests),
]);
const bridge = createBridge({
  sources: { annotationComplete, planChanges, thaws, jobRequests },
  place: config.storage,
  starters: createStarters(temporal),
  log,
});
const health = healthServer(bridge).listen(config.bridge.port, config.bridge.host);
await once(health, 'listening');
bridge.start();
log.info({ port: config.bridge.port }, 'receiving as soon as Temporal answers');

const [signal] = await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
log.info({ signal }, 'finishing what is in hand');
await bridge.stop();
health.close();
health.closeAllConnections();
await temporal.connection.close();
closeClients(aws);
log.info('stopped');
