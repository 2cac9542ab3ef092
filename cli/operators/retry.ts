// cli/operators/retry.ts — `gas retry JOB_ID`: another attempt at what failed, or another look by the result's mover.
import type { Answer } from '../answer.ts';
import type { Command } from 'commander';
import type { JobId, JobRecord } from '../../domain/job.ts';
import { placement } from '../../domain/placement.ts';
import { CliFailure } from '../failure.ts';
import {
  audited,
  type Cli,
  jobIdArgument,
  jobOf,
  operate,
  type Operator,
  operatorCommand,
  type Options,
} from './operator.ts';

type Record = (detail: string) => Promise<void>;

export function retryCommand(cli: Cli): Command {
  const description = 'run a failed or cancelled annotation again, or wake the mover of a result';
  return operatorCommand('retry', { description, acts: true })
    .argument('<job_id>', 'the job', jobIdArgument)
    .action((jobId: JobId, options: Options) =>
      operate(cli, options, async (operator) => {
        const job = await jobOf(operator, jobId);
        const record: Record = (detail) =>
          audited(cli, operator, { as: options.as, action: 'operator-retry', jobId, detail });
        const moves = job.status === 'COMPLETED' || job.deletedAt !== undefined;
        return moves ? wake(operator, { job, record, now: cli.now() }) : runAgain(operator, { job, record });
      }),
    );
}

/** As its owner's retry does. Asked twice while the first is under way, it is one attempt. */
async function runAgain(
  { users, objects, starters }: Operator,
  { job, record }: { job: JobRecord; record: Record },
): Promise<Answer> {
  const { jobId, userId, name, inputFileName, input, submittedAt, status } = job;
  if (status !== 'FAILED' && status !== 'CANCELLED') {
    const message = `Job ${jobId} is ${status}: there is nothing to run again. \`gas inspect\` tells what it waits for.`;
    throw new CliFailure('nothing-to-do', message);
  }
  if (!(await objects.head(input))) {
    throw new CliFailure('input-missing', `The input of job ${jobId} is not in S3 any more: it cannot be run again.`);
  }
  const attempt = job.attempt + 1;
  await record(`attempt ${attempt}`);
  const request = { jobId, userId, ...(name ? { name } : {}), inputFileName, input, submittedAt, attempt };
  const { kind } = await starters.submit(request, (await users.get(userId)).plan.role);
  const state = kind === 'recorded' ? 'is recorded' : 'is accepted, and waits for a worker';
  return { text: `Attempt ${attempt} of job ${jobId} ${state}.`, json: { job_id: jobId, attempt, [kind]: true } };
}

async function wake(
  { users, starters, graceMs }: Operator,
  { job, record, now }: { job: JobRecord; record: Record; now: number },
): Promise<Answer> {
  const { jobId, userId } = job;
  const { plan } = await users.get(userId);
  const need = placement(job, plan, { now, graceMs }).kind;
  await record(`woken, needs ${need}`);
  await starters.wake([{ jobId, userId, role: plan.role, restore: need === 'restore' }]);
  return {
    text: `The mover of job ${jobId} is woken; by its row and plan it needs: ${need}. \`gas inspect\` shows what it does.`,
    json: { job_id: jobId, woken: true, needs: need },
  };
}
