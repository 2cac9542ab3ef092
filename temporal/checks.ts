// temporal/checks.ts — whether Temporal is there, knows our namespace and search attributes, and has workers for us.
import type { Client, Connection } from '@temporalio/client';
import { isGrpcServiceError } from '@temporalio/client';
import type { Check, Seen } from '../domain/checkup.ts';
import { Problem } from '../domain/checkup.ts';
import { SEARCH_ATTRIBUTES } from '../workflows/search-attributes.ts';
import type { TemporalAddress } from './connection.ts';
import { GRPC } from './errors.ts';
import { shakeHands } from './handshake.ts';
import { TASK_QUEUES, type TaskQueue, taskQueueState } from './task-queues.ts';

const DEADLINE_MS = 8000;
/** Of IndexedValueType. */
const KEYWORD = 2;
const ATTRIBUTES = SEARCH_ATTRIBUTES.map(({ name }) => name);

const AWAY = 'Check TEMPORAL_ADDRESS and the way from this machine to there; docs/runbook/temporal-away.md.';
/** Checks of the server that `client` is connected to by these settings. */
export function temporalChecks(client: Client, connection: Pick<TemporalAddress, 'address' | 'tls'>): Check[] {
  const { address } = connection;
  const { namespace } = client.options;
  const check = (rest: Pick<Check, 'area' | 'subject'> & { look: () => Promise<Seen> }): Check => ({
    ...rest,
    advice: AWAY,
    look: () => client.withDeadline(Date.now() + DEADLINE_MS, rest.look).catch(meaningOf(address, namespace)),
  });
  return [
    check({ area: 'temporal', subject: address, look: () => lookAtServer(client, connection) }),
    check({ area: 'temporal', subject: `namespace ${namespace}`, look: () => lookAtNamespace(client) }),
    check({ area: 'temporal', subject: 'search attributes', look: () => lookAtAttributes(client) }),
    check({ area: 'temporal', subject: 'schedule reconcile', look: () => lookAtSchedule(client) }),
    ...TASK_QUEUES.map((one) => check({ area: 'workers', subject: one.queue, look: () => lookAtQueue(client, one) })),
  ];
}

async function lookAtServer({ connection }: Client, at: Pick<TemporalAddress, 'address' | 'tls'>): Promise<Seen> {
  await shakeHands(at);
  const { serverVersion } = await connection.workflowService.getSystemInfo({});
  return { well: `server ${serverVersion}` };
}

async function lookAtNamespace({ connection, options: { namespace } }: Client): Promise<Seen> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  return { well: `histories are kept for ${Math.round(seconds / 3600)} hours` };
}

async function lookAtAttributes({ connection, options: { namespace } }: Client): Promise<Seen> {
  const { customAttributes } = await (connection as Connection).operatorService.listSearchAttributes({
    namespace,
  });
  const missing = ATTRIBUTES.filter((name) => !(name in customAttributes));
  const other = ATTRIBUTES.filter((name) => name in customAttributes && Number(customAttributes[name]) !== KEYWORD);
  if (missing.length > 0) {
    throw new Problem(
      `The namespace lacks ${missing.join(', ')}: no workflow can start.`,
      'Run `npm run gas -- temporal setup`: it registers them, or names the command of who may.',
    );
  }
  if (other.length > 0) {
    throw new Problem(
      `${other.join(', ')} are there, but not as keywords.`,
      'Remove and register them again as Keyword, or use a namespace of its own for this service.',
    );
  }
  return { well: ATTRIBUTES.join(', ') };
}

async function lookAtSchedule({ schedule }: Client): Promise<Seen> {
  const { state, info } = await schedule.getHandle('reconcile').describe();
  if (state.paused) {
    const why = state.note ? ` ("${state.note}")` : '';
    throw new Problem(
      `It is paused${why}: nobody compares table, buckets and archives.`,
      'Unpause it in Temporal Web, under Schedules, once the reason for the pause is gone.',
    );
  }
  const [next] = info.nextActionTimes;
  return { well: next ? `next at ${next.toISOString()}` : 'there' };
}

async function lookAtQueue(client: Client, { queue, role, kinds }: TaskQueue): Promise<Seen> {
  const states = await Promise.all(kinds.map((kind) => taskQueueState(client, { queue, kind })));
  if (states.every(({ workers }) => workers.size > 0)) {
    const { size } = new Set(states.flatMap(({ workers }) => [...workers]));
    return { well: `polled by ${size} worker${size === 1 ? '' : 's'}` };
  }
  throw new Problem(
    `No worker has polled it for five minutes: ${role} work waits.`,
    `Start a worker with ${role} in GAS_WORKER_ROLES, on this TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE. Or all its places are taken by long work: \`npm run gas -- status\` shows what waits.`,
  );
}

/** What a refused call says about the set-up. */
function meaningOf(address: string, namespace: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof Problem) throw error;
    const { code, message } = grpcOf(error);
    if (code === GRPC.NOT_FOUND && /schedule|workflow/i.test(message)) {
      throw new Problem(
        'There is no such schedule.',
        'A worker with the role workflows makes it when it starts: start or restart one. Or run `npm run gas -- temporal setup`.',
        { cause: error },
      );
    }
    if (code === GRPC.NOT_FOUND) {
      throw new Problem(
        `Temporal has no namespace ${namespace}.`,
        'Run `npm run gas -- temporal setup`, which creates it or names the command of who may; or mend TEMPORAL_NAMESPACE.',
        { cause: error },
      );
    }
    if (code === GRPC.PERMISSION_DENIED || code === GRPC.UNAUTHENTICATED) {
      throw new Problem(
        'Temporal refuses us.',
        'Check the API key or the certificate by which this service is known to it, and TEMPORAL_NAMESPACE.',
        { cause: error },
      );
    }
    const isLate = code === GRPC.DEADLINE_EXCEEDED || code === GRPC.UNAVAILABLE || code === undefined;
    throw new Problem(isLate ? `Temporal does not answer at ${address}.` : `Temporal answers: ${message}.`, AWAY, {
      cause: error,
    });
  };
}

function grpcOf(error: unknown): { code?: number; message: string } {
  if (isGrpcServiceError(error)) return { code: error.code, message: error.details || error.message };
  if (error instanceof Error && error.cause) return grpcOf(error.cause);
  if (error instanceof Error && error.name === 'ScheduleNotFoundError')
    return { code: GRPC.NOT_FOUND, message: 'schedule' };
  return { message: error instanceof Error ? error.message : String(error) };
}
