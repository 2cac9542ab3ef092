// cli/operators/release.ts — `gas release JOB_ID`: lets go of a claim that nobody works on.
import type { Command } from 'commander';
import { type JobId, isMoving } from '../../domain/job.ts';
import { CliFailure } from '../failure.ts';
import { audited, type Cli, jobIdArgument, jobOf, operate, operatorCommand, type Options } from './operator.ts';

const OUTCOMES = {
  cancelled: 'its mover is asked to stop, and gives the claim back',
  swept: 'no mover was running: a sweep is on its way, which lets go of the claim and removes what it left behind',
} as const;

export function releaseCommand(cli: Cli): Command {
  const description = 'let go of a claim that nobody works on: the result goes back to where its row says it was';
  return operatorCommand('release', { description, acts: true })
    .argument('<job_id>', 'the job', jobIdArgument)
    .action((jobId: JobId, options: Options) =>
      operate(cli, options, async (operator) => {
        const job = await jobOf(operator, jobId);
        if (!isMoving(job)) {
          const message = `The result of job ${jobId} is not claimed: it is neither being archived nor being restored.`;
          throw new CliFailure('nothing-to-do', message);
        }
        const { userId, archiveStatus } = job;
        const detail = `${archiveStatus} at row version ${job.version}`;
        await audited(cli, operator, { as: options.as, action: 'operator-release', jobId, detail });
        const outcome = await operator.starters.release({ jobId, userId });
        return {
          text: `Job ${jobId} was ${archiveStatus}; ${OUTCOMES[outcome]}. \`gas retry\` wakes its mover afterwards.`,
          json: { job_id: jobId, was: archiveStatus, outcome },
        };
      }),
    );
}
