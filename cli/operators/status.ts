// cli/operators/status.ts — `gas status`: how the service stands, in one page: queues, workflows, storage, costs.
import type { Command } from 'commander';
import { QUEUE_KINDS, type QueueDepth, type QueueKind } from '../../domain/message-queues.ts';
import { dayOf } from '../../domain/retrieval-cost.ts';
import { countJob, emptyStorage, type Storage } from '../../domain/storage.ts';
import type { Backlog, FailedWorkflows, OpenWorkflows } from '../../temporal/overview.ts';
import { type Cli, operate, type Operator, operatorCommand, type Options } from './operator.ts';
import { statusJson, statusText } from './status-words.ts';
import { type Told, told } from './told.ts';

interface QueueStatus extends QueueDepth {
  queue: string;
  /** When the oldest of some dead letters was sent. */
  deadSince?: number;
}

/** `at`: when the rows were counted. */
export interface StorageStatus {
  at: number;
  storage?: Storage;
  scanned: boolean;
}

export interface CostStatus {
  day: string;
  /** Missing where nothing is capped: then nobody counts. */
  spent?: { bytes: number; microdollars: number };
  caps: { bytes?: number; microdollars?: number };
}

export interface Status {
  queues: readonly { queue: string; depth: Told<QueueStatus> }[];
  open: Told<OpenWorkflows>;
  failed: Told<FailedWorkflows>;
  backlog: Told<readonly Backlog[]>;
  storage: Told<StorageStatus | 'unknown'>;
  costs: Told<CostStatus>;
}

const RECENTLY_MS = 24 * 3_600_000;
/** Dead letters are hidden for so long while the oldest is looked for. */
const PEEK_SECONDS = 2;
const PAGE = 500;

export function statusCommand(cli: Cli): Command {
  const description = 'how the service stands: queues, workflows, storage, costs';
  return operatorCommand('status', { description, acts: false })
    .option('--scan', 'count results by place now: reads the whole table, and is billed as that')
    .action(({ scan = false, ...options }: Options & { scan?: boolean }) =>
      operate(cli, options, async (operator) => {
        const status = await look(operator, { scan, now: cli.now() });
        return { text: statusText(status), json: statusJson(status) };
      }),
    );
}

async function look(operator: Operator, { scan, now }: { scan: boolean; now: number }): Promise<Status> {
  const { overview, queues } = operator;
  const [depths, open, failed, backlog, storage, costs] = await Promise.all([
    Promise.all(
      QUEUE_KINDS.map(async (kind) => ({
        queue: queues.names[kind],
        depth: await told(() => queueStatus(operator, kind)),
      })),
    ),
    told(() => overview.open()),
    told(() => overview.failed(now - RECENTLY_MS)),
    told(() => overview.backlog()),
    told(() => (scan ? counted(operator, now) : lastCounted(operator))),
    told(() => costStatus(operator, now)),
  ]);
  return { queues: depths, open, failed, backlog, storage, costs };
}

/** The age of what waits only SQS's metrics know (ApproximateAgeOfOldestMessage): taking a message to see would count as a receive. */
async function queueStatus({ queues }: Operator, kind: QueueKind): Promise<QueueStatus> {
  const depth = await queues.depth(kind);
  const queue = queues.names[kind];
  if (depth.dead === 0) return { queue, ...depth };
  const letters = await queues.takeDeadLetters(kind, PEEK_SECONDS);
  await queues.letGo(kind, letters);
  if (letters.length === 0) return { queue, ...depth };
  return { queue, ...depth, deadSince: Math.min(...letters.map(({ sentAt }) => sentAt)) };
}

async function lastCounted({ overview }: Operator): Promise<StorageStatus | 'unknown'> {
  const last = await overview.lastReconciliation();
  if (!last) return 'unknown';
  const { places: storage } = last.report;
  return { at: last.at, ...(storage ? { storage } : {}), scanned: false };
}

async function counted({ jobs }: Operator, now: number): Promise<StorageStatus> {
  const storage = emptyStorage();
  for (let cursor: string | undefined; ;) {
    const page = await jobs.all({ limit: PAGE, ...(cursor ? { cursor } : {}) });
    for (const job of page.jobs) if (job.deletedAt === undefined) countJob(storage, job);
    if (!page.cursor) return { at: now, storage, scanned: true };
    ({ cursor } = page);
  }
}

async function costStatus({ budget, retrievalCaps: caps }: Operator, now: number): Promise<CostStatus> {
  const { day } = dayOf(now);
  const isCapped = caps.bytes !== undefined || caps.microdollars !== undefined;
  return { day, caps, ...(isCapped ? { spent: await budget.spent(day) } : {}) };
}
