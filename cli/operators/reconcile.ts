// cli/operators/reconcile.ts — `gas reconcile`: compares table, buckets and archives, and tells what was found.
import type { Command } from 'commander';
import {
  type Finding,
  FINDINGS,
  type FindingKind,
  type ReconcileReport,
  REPAIRED,
} from '../../domain/reconciliation.ts';
import { audited, type Cli, operate, operatorCommand, type Options } from './operator.ts';
import { columns, count, section, withoutFileNames } from './words.ts';

export function reconcileCommand(cli: Cli): Command {
  const description =
    'compare table, buckets and archives; sweep what is provably safe to repair, report the rest (exit code 1)';
  return operatorCommand('reconcile', { description, acts: true })
    .option('--dry-run', 'repair nothing, report everything')
    .action(({ dryRun = false, ...options }: Options & { dryRun?: boolean }) =>
      operate(cli, options, async (operator) => {
        const detail = dryRun ? 'dry run' : 'with repairs';
        await audited(cli, operator, { as: options.as, action: 'operator-reconcile', detail });
        const { workflowId, report } = await operator.starters.reconcile({ dryRun });
        cli.say(`The workflow ${workflowId} is at work. An inventory of a vault takes hours; Ctrl-C does not stop it.`);
        const found = await report;
        return { text: reportText(found), json: reportJson(found), exitCode: leftToLookAt(found).length > 0 ? 1 : 0 };
      }),
    );
}

/** A dry run leaves everything; otherwise what only a person can judge. */
function leftToLookAt({ dryRun, findings }: ReconcileReport): FindingKind[] {
  return kindsOf(findings).filter((kind) => dryRun || !REPAIRED.includes(kind));
}

function kindsOf(findings: ReconcileReport['findings']): FindingKind[] {
  return (Object.keys(FINDINGS) as FindingKind[]).filter((kind) => (findings[kind] ?? 0) > 0);
}

function reportText(report: ReconcileReport): string {
  const { dryRun, rows, objects, uploads, archives, findings, samples, woken } = report;
  const looked = [
    count(rows, 'row'),
    count(objects, 'version'),
    count(uploads, 'unfinished upload'),
    count(archives, 'archive'),
  ];
  const kinds = kindsOf(findings);
  const left = leftToLookAt(report);
  return [
    `Compared ${looked.join(', ')}${dryRun ? ' (dry run)' : ''}.`,
    ...(kinds.length === 0 ? ['Nothing is amiss.'] : []),
    ...section(
      'repaired by sweeps',
      foundLines(
        report,
        kinds.filter((kind) => !left.includes(kind)),
      ),
    ),
    ...section('to be looked at', foundLines(report, left)),
    ...section('for example', sampleLines(samples)),
    ...(dryRun ? [] : ['', `${count(woken, 'sweep')} started.`]),
  ].join('\n');
}

function foundLines({ findings }: ReconcileReport, kinds: readonly FindingKind[]): string[] {
  return columns(kinds.map((kind) => [String(findings[kind]), kind, FINDINGS[kind]]));
}

function sampleLines(samples: readonly Finding[]): string[] {
  return columns(samples.map(({ kind, jobId, detail }) => [kind, jobId ?? 'no job', withoutFileNames(detail)]));
}

function reportJson(report: ReconcileReport): object {
  const samples = report.samples.map(({ kind, jobId, detail }) => ({
    kind,
    job_id: jobId,
    detail: withoutFileNames(detail),
  }));
  const { dryRun, rows, objects, uploads, archives, findings, woken, places } = report;
  const left = leftToLookAt(report);
  return {
    dry_run: dryRun,
    rows,
    objects,
    uploads,
    archives,
    findings,
    samples,
    woken,
    left_to_look_at: left,
    places,
  };
}
