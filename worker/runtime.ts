// worker/runtime.ts — Temporal's native runtime: its log in ours, its measurements at an address that only we ask.
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Runtime, type LogLevel, type Logger as TemporalLogger } from '@temporalio/worker';
import type { Logger } from 'pino';

const TRIES = 5;
const METHODS: Record<LogLevel, 'trace' | 'debug' | 'info' | 'warn' | 'error'> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
};

/** Installs the runtime; answers how to read what the SDK measures, in the text format of Prometheus. */
export async function installRuntime(log: Logger): Promise<() => Promise<string>> {
  for (let tries = 1; ; tries++) {
    const bindAddress = `127.0.0.1:${await freePort()}`; // the SDK can't say which port it was given, so it is told one
    try {
      Runtime.install({
        shutdownSignals: ['SIGTERM', 'SIGINT'],
        logger: temporalLogger(log),
        telemetryOptions: {
          logging: { forward: {} },
          metrics: {
            prometheus: { bindAddress, countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true },
          },
        },
      });
      return async () => (await fetch(`http://${bindAddress}/metrics`)).text();
    } catch (error) {
      if (tries === TRIES) throw error; // somebody else took the port meanwhile
    }
  }
}

/** Of the loopback interface. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** What the SDK tells about a workflow or a step names it by ids alone. */
function temporalLogger(log: Logger): TemporalLogger {
  const write = (level: LogLevel, message: string, meta: Record<string | symbol, unknown> = {}) =>
    log[METHODS[level]](fieldsOf(meta), message);
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  };
}

/** Under the names of our own lines; of an error its kind and message, and its stack. */
function fieldsOf({
  workflowId,
  runId,
  workflowType,
  activityType,
  attempt,
  taskQueue,
  error,
}: Record<string, unknown>) {
  const jobId = typeof workflowId === 'string' ? /^(?:annotate|result)\/(.+)$/.exec(workflowId)?.[1] : undefined;
  return {
    workflow_id: workflowId,
    job_id: jobId,
    run_id: runId,
    workflowType,
    activityType,
    attempt,
    taskQueue,
    err: error,
  };
}
