// cli/operators/inspect.ts — `gas inspect JOB_ID`: everything that is known of a job, in one place.
import type { Command } from 'commander';
import type { JobId } from '../../domain/job.ts';
import { inspectJob } from './inspection.ts';
import { inspectionJson } from './inspection-json.ts';
import { inspectionText } from './inspection-text.ts';
import { type Cli, jobIdArgument, operate, operatorCommand, type Options } from './operator.ts';

export function inspectCommand(cli: Cli): Command {
  const description =
    'show a job: row, workflows with their phases and pending steps, versions in S3, archive, audit log';
  return operatorCommand('inspect', { description, acts: false })
    .argument('<job_id>', 'the job', jobIdArgument)
    .option('--personal', "also what the job's owner gave or caused: names, file name, failure")
    .action((jobId: JobId, { personal = false, ...options }: Options & { personal?: boolean }) =>
      operate(cli, options, async (operator) => {
        const seen = await inspectJob(operator, jobId, cli.now());
        return { text: inspectionText(seen, { personal }), json: inspectionJson(seen, { personal }) };
      }),
    );
}
