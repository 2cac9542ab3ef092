// chaos/collect-service.ts — what Temporal, the web API, the logs and the machine show of the service in the end.
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import pMap from 'p-map';
import type { Stack } from '../local/start-stack.ts';
import type { Actor } from './people.ts';
import { patiently } from './asker.ts';
import { leaksIn, type Leak } from './leaks.ts';
import type { ProcessState, ShownJob, WorkflowSummary } from './stores.ts';

const PROCESSES = ['worker', 'bridge', 'web'] as const;
const HISTORIES_AT_ONCE = 8;
/** The server repeats a task that met a new signal: it is recorded as failed, and is none. */
const REPEATED = /UNHANDLED_COMMAND|FORCE_CLOSE_COMMAND|RESET/;

export interface Histories {
  workflows: WorkflowSummary[];
  leaks: Leak[];
  searched: number;
}

/** Every workflow with its history, searched for failed tasks and for leaks. */
export async function readHistories(stack: Stack, secrets: readonly string[]): Promise<Histories> {
  const { address, namespace } = stack.config.temporal;
  const connection = await Connection.connect({ address });
  try {
    const { workflow } = new Client({ connection, namespace });
    const found: Histories = { workflows: [], leaks: [], searched: 0 };
    const read = async (info: ExecutionInfo) => {
      const { events = [] } = await workflow.getHandle(info.workflowId, info.runId).fetchHistory();
      const text = textOf(events ?? []);
      found.searched += text.length;
      found.leaks.push(...leaksIn(`history of ${info.workflowId}`, text, secrets));
      found.workflows.push(summaryOf(info, failedTasks(events ?? [])));
    };
    await pMap(workflow.list(), read, { concurrency: HISTORIES_AT_ONCE });
    return found;
  } finally {
    await connection.close();
  }
}

type ExecutionInfo = {
  workflowId: string;
  runId: string;
  type: string;
  historyLength: number;
  historySize?: number | undefined;
  status: { name: string };
  searchAttributes: Record<string, unknown>;
};

function summaryOf(info: ExecutionInfo, failed: string[]): WorkflowSummary {
  const user = info.searchAttributes['GasUserId'];
  return {
    id: info.workflowId,
    runId: info.runId,
    type: info.type,
    status: info.status.name,
    events: info.historyLength,
    bytes: info.historySize ?? 0,
    failedTasks: failed,
    ...(Array.isArray(user) && { userId: String(user[0]) }),
  };
}

interface HistoryEvent {
  workflowTaskFailedEventAttributes?: { cause?: unknown; failure?: { message?: string | null } | null } | null;
}

function failedTasks(events: readonly HistoryEvent[]): string[] {
  return events.flatMap(({ workflowTaskFailedEventAttributes: failed }) => {
    if (!failed) return [];
    const said = `${causeOf(failed.cause)} ${failed.failure?.message ?? ''}`;
    return REPEATED.test(said) ? [] : [said];
  });
}

/** temporal.api.enums.v1.WorkflowTaskFailedCause: by number over gRPC. */
function causeOf(cause: unknown): string {
  return cause === 1 ? 'UNHANDLED_COMMAND' : cause === 18 ? 'FORCE_CLOSE_COMMAND' : String(cause);
}

/** Payloads are bytes: as text they can be searched. */
function textOf(events: readonly object[]): string {
  return JSON.stringify(events, (_key, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
    return typeof value === 'bigint' ? String(value) : value;
  });
}

/** The logs of our three processes, searched for leaks. */
export async function readLogs(
  folder: string,
  secrets: readonly string[],
): Promise<{ leaks: Leak[]; searched: number }> {
  const texts = await Promise.all(
    PROCESSES.flatMap((name) => [`${name}.log`, `${name}.log.old`]).map(async (name) => {
      return { name, text: await readFile(join(folder, 'logs', name), 'utf8').catch(() => '') };
    }),
  );
  return {
    leaks: texts.flatMap(({ name, text }) => leaksIn(name, text, secrets)),
    searched: texts.reduce((sum, { text }) => sum + text.length, 0),
  };
}

/** What the API shows everybody of their own jobs. */
export async function readShown(people: readonly Actor[]): Promise<ShownJob[]> {
  const shown = people.filter((actor) => !actor.closed()).map((actor) => patiently(() => readPages(actor)));
  return (await Promise.all(shown)).flat();
}

async function readPages(actor: Actor): Promise<ShownJob[]> {
  const client = await actor.client();
  const jobs: ShownJob[] = [];
  for (let cursor: string | undefined, first = true; first || cursor; first = false) {
    const page = await client.jobs(`?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    jobs.push(
      ...page.jobs.map(({ job_id: jobId, status, place }) => ({ user: actor.person.sub, jobId, status, place })),
    );
    cursor = page.cursor;
  }
  return jobs;
}

/** Memory and open descriptors of our processes; nothing where the machine does not tell. */
export async function readProcesses(stack: Stack): Promise<ProcessState[]> {
  const states = PROCESSES.map(async (name): Promise<ProcessState[]> => {
    const folder = `/proc/${stack.pid(name)}`;
    try {
      const resident = /VmRSS:\s+(\d+)/.exec(await readFile(`${folder}/status`, 'utf8'))?.[1];
      const open = await readdir(`${folder}/fd`);
      const kinds = await Promise.all(open.map((fd) => readlink(`${folder}/fd/${fd}`).catch(() => '')));
      return [{ name, residentMb: Math.round(Number(resident) / 1024), descriptors: kinds.filter(Boolean).length }];
    } catch {
      return [];
    }
  });
  return (await Promise.all(states)).flat();
}
