// cli/operators/rebuild.ts — `gas rebuild`: after the table was lost, makes its rows again, and tells what is not known any more.
import type { Command } from 'commander';
import { NOT_REBUILT, type NotRebuilt, type RebuildReport } from '../../domain/rebuilding.ts';
import { audited, type Cli, operate, operatorCommand, type Options } from './operator.ts';
import { columns, count, section } from './words.ts';

export function rebuildCommand(cli: Cli): Command {
  const description =
    'after the table was lost: make its rows again from inventories and buckets; never changes one that is there';
  return operatorCommand('rebuild', { description, acts: true })
    .option('--dry-run', 'write nothing, tell what would be made')
    .action(({ dryRun = false, ...options }: Options & { dryRun?: boolean }) =>
      operate(cli, options, async (operator) => {
        await operator.jobs.all({ limit: 1 }); // where the table itself is not there, nothing can be started
        const detail = dryRun ? 'dry run' : 'rows are written';
        await audited(cli, operator, { as: options.as, action: 'operator-rebuild', detail });
        const { workflowId, report } = await operator.starters.rebuild({ dryRun });
        cli.say(`The workflow ${workflowId} is at work. An inventory of a vault takes hours; Ctrl-C does not stop it.`);
        const made = await report;
        return { text: textOf(made), json: jsonOf(made), exitCode: missed(made) > 0 ? 1 : 0 };
      }),
    );
}

function missed({ notRebuilt }: RebuildReport): number {
  return Object.values(notRebuilt).reduce((sum, many) => sum + many, 0);
}

function textOf(report: RebuildReport): string {
  const { dryRun, rebuilt, renewed, kept, estimated, notRebuilt, samples } = report;
  const made = Object.values(rebuilt).reduce((sum, many) => sum + many, 0);
  return [
    `${count(made, 'row')} ${dryRun ? 'would be made' : 'made'} (${kept} seen that were there${renewed > 0 ? `, ${renewed} now name a newer archive` : ''}).`,
    ...section('made', columns(Object.entries(rebuilt).map(([kind, many]) => [String(many), kind]))),
    ...(estimated > 0
      ? [
          '',
          `Of ${count(estimated, 'row')} the times are those of files, and the names those in keys: nothing better is known.`,
        ]
      : []),
    ...section(
      'not made',
      columns(Object.entries(notRebuilt).map(([why, many]) => [String(many), why, NOT_REBUILT[why as NotRebuilt]])),
    ),
    ...section('for example', columns(samples.map(({ why, jobId = 'no job' }) => [why, jobId]))),
    '',
    'Not in any row any more: histories of the jobs, retries, failures. Roles and profiles are in another table.',
    dryRun
      ? 'Nothing was written.'
      : 'Next: `npm run gas -- reconcile`, which sets every result in motion that needs it.',
  ].join('\n');
}

function jsonOf({ dryRun, rebuilt, renewed, kept, estimated, notRebuilt, samples }: RebuildReport): object {
  return {
    dry_run: dryRun,
    rebuilt,
    renewed,
    kept,
    estimated,
    not_rebuilt: notRebuilt,
    samples: samples.map(({ why, jobId }) => ({ why, job_id: jobId })),
  };
}
