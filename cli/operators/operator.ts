// cli/operators/operator.ts — what commands for operators work with, and the frame around each: connect, answer, close.
import { randomUUID } from 'node:crypto';
import { Command, InvalidArgumentError } from 'commander';
import type { Read } from '../../bridge/messages.ts';
import type { ArchiveStores } from '../../domain/archive-store.ts';
import type { AuditAction } from '../../domain/audit.ts';
import { jobSubject } from '../../domain/audit.ts';
import type { JobId, JobRecord } from '../../domain/job.ts';
import { isTombstone, JOB_ID } from '../../domain/job.ts';
import type { MessageQueues, QueueKind } from '../../domain/message-queues.ts';
import type { Audit, JobRecords, ObjectStore, RetrievalBudget, UserRecords } from '../../domain/ports.ts';
import type { RetrievalCaps } from '../../domain/retrieval-cost.ts';
import type { WorkflowInspector } from '../../temporal/inspection.ts';
import type { WorkflowOverview } from '../../temporal/overview.ts';
import type { Starters } from '../../temporal/starters.ts';
import { answer, type Answer, type Terminal } from '../answer.ts';
import { CliFailure } from '../failure.ts';
import type { Checkup } from './checkup.ts';

/** Of each port only what an operator's command may do: it writes no row, and moves nothing itself. */
export interface Operator {
  jobs: Pick<JobRecords, 'get' | 'all'>;
  users: Pick<UserRecords, 'get'>;
  objects: Pick<ObjectStore, 'head' | 'versions'>;
  archives: ArchiveStores;
  audit: Audit;
  starters: Pick<Starters, 'submit' | 'wake' | 'release' | 'reconcile' | 'rebuild' | 'moveArchives'>;
  workflows: WorkflowInspector;
  overview: WorkflowOverview;
  queues: MessageQueues;
  /** What the bridge reads out of a message of each queue. */
  reads: Record<QueueKind, Read>;
  budget: Pick<RetrievalBudget, 'spent'>;
  retrievalCaps: RetrievalCaps;
  graceMs: number;
  close(): void;
}

/** The terminal, the clock, and the way to the service: all that a command is given. */
export interface Cli extends Terminal {
  /** `stack`: whether the one that `npm start` runs here is meant; undefined where it is not said. */
  open(which: { stack: boolean | undefined }): Promise<Operator>;
  /** All that `gas doctor` looks at; it is there even where settings are wrong. */
  checks(which: { stack: boolean | undefined }): Promise<Checkup>;
  userName(): string;
  now(): number;
  /** Waits between two looks at something that goes on by itself. */
  pause(ms: number): Promise<void>;
}

export interface Options {
  json?: true;
  as?: string;
  stack?: boolean;
}

/** A command with the options that all commands for operators have; `acts` adds the name under which it is audited. */
export function operatorCommand(name: string, { description, acts }: { description: string; acts: boolean }): Command {
  const command = new Command(name)
    .description(description)
    .option('--json', 'answer with one JSON document')
    .option('--stack', 'work on the service that `npm start` runs here (the default while it runs)')
    .option('--no-stack', 'work on the service that the settings name');
  if (acts) command.option('--as <name>', 'who you are, for the audit log (default: your user name)', operatorName);
  return command;
}

/** Runs one command. Connections are closed however it ends. */
export async function operate(
  cli: Cli,
  options: Options,
  work: (operator: Operator) => Promise<Answer>,
): Promise<void> {
  await answer(cli, options, async () => {
    const operator = await cli.open({ stack: options.stack });
    try {
      return await work(operator);
    } finally {
      operator.close();
    }
  });
}

/** An argument that is a job's id. */
export function jobIdArgument(given: string): JobId {
  if (JOB_ID.test(given)) return given;
  throw new InvalidArgumentError('It must be a job id, such as 0b6e3c1a-2f7d-4f0e-9a53-0d5a8f1f6a01.');
}

function operatorName(given: string): string {
  if (/^[\w.-]{1,64}$/.test(given)) return given;
  throw new InvalidArgumentError('It must be 1 to 64 letters, digits, dots, underscores or hyphens.');
}

/** A job that is there, or is being deleted. */
export async function jobOf({ jobs }: Pick<Operator, 'jobs'>, jobId: JobId): Promise<JobRecord> {
  const job = await jobs.get(jobId);
  if (!job) throw new CliFailure('job-unknown', `There is no job ${jobId}.`);
  if (isTombstone(job)) throw new CliFailure('job-deleted', `Job ${jobId} has been deleted; nothing is left of it.`);
  return job;
}

/** Recorded before it is done: what cannot be recorded is not done. */
export async function audited(
  cli: Pick<Cli, 'userName' | 'now'>,
  { audit }: { audit: Pick<Audit, 'record'> },
  { as, ...act }: { as: string | undefined; action: AuditAction; subject?: string; jobId?: JobId; detail: string },
): Promise<void> {
  const { action, detail, jobId, subject = jobId ? jobSubject(jobId) : SERVICE } = act;
  const actor = `operator:${as ?? cli.userName()}`;
  await audit.record({ id: randomUUID(), at: cli.now(), actor, action, subject, detail });
}

/** The subject of what an operator does to everything at once. */
export const SERVICE = 'service';
