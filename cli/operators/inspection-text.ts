// cli/operators/inspection-text.ts — everything that is known of a job, to be read at a terminal.
import { isoTime } from '../../domain/iso-time.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import type { JobRecord } from '../../domain/job.ts';
import { isMoving } from '../../domain/job.ts';
import type { ObjectVersion } from '../../domain/ports.ts';
import { placeOf } from '../../domain/storage.ts';
import type { WorkflowView } from '../../temporal/inspection.ts';
import type { Inspection, JobObject, RowSeen } from './inspection.ts';
import type { Told } from './told.ts';
import { columns, count, section, withoutFileNames } from './words.ts';

/** `personal` shows names and sentences that its owner gave or caused. */
export function inspectionText(seen: Inspection, { personal }: { personal: boolean }): string {
  const { row } = seen;
  return [
    `job ${seen.jobId}: ${headline(seen)}`,
    ...(row ? columns([...standing(row), ...resting(row), ...(personal ? owners(row.job) : [])]) : []),
    ...section('what happened', row ? timeline(row.job) : []),
    ...section('workflows', told(seen.workflows, workflowLines)),
    ...section('versions in S3', row ? row.objects.flatMap((object) => objectLines(object, row.job)) : []),
    ...section('audit log', told(seen.audit, auditLines)),
  ].join('\n');
}

function headline({ row, tombstone }: Inspection): string {
  if (tombstone) {
    const { deletedAt = 0, expiresAt = 0 } = tombstone;
    return `deleted at ${isoTime(deletedAt)}; nothing is left but this note, until ${isoTime(expiresAt)}`;
  }
  if (!row) return 'no row';
  const { job } = row;
  const going = job.deletedAt === undefined ? '' : ', being deleted';
  return `${job.status}, result ${placeOf(job)}${isMoving(job) ? ' (claimed)' : ''}${going}`;
}

type Row = readonly [string, string];

function standing({ job, plan, need }: RowSeen): Row[] {
  const role = 'told' in plan ? `${plan.told.role} at plan version ${plan.told.version}` : plan.unavailable;
  return [
    ['user', `${job.userId}, ${role}`],
    ['needs', need],
    ['attempt', `${job.attempt}, row version ${job.version}`],
    ['submitted', isoTime(job.submittedAt)],
    ...some('completed', job.completedAt, isoTime),
    ...some('deleted', job.deletedAt, isoTime),
  ];
}

function resting({ job, retrieval }: RowSeen): Row[] {
  const { result, archive, restore } = job;
  return [
    ...some('result', result, ({ bytes, records, treeHash }) =>
      [`${bytes ?? '?'} bytes`, `${records ?? '?'} records`, `tree hash ${treeHash ?? 'unknown'}`].join(', '),
    ),
    ...some('archive', archive, ({ store, id, bytes }) => `${store}, ${bytes} bytes, ${withoutFileNames(id)}`),
    ...some('restore', restore, ({ tier, reason, startedAt, expectedAt }) =>
      [`${tier}, begun ${isoTime(startedAt)}, expected ${isoTime(expectedAt)}`, ...(reason ? [reason] : [])].join(', '),
    ),
    ...some(
      'retrieval',
      retrieval,
      (state) => told(state, (found) => [found === 'none' ? found : retrieved(found)])[0]!,
    ),
    ...some('postponed', job.restorePostponedUntil, (at) => `waits for the retrieval budget of ${isoTime(at)}`),
    ...some('last restore', job.restoreFailure, withoutFileNames),
  ];
}

function retrieved({ retrievalId, state }: { retrievalId: string; state: string }): string {
  return `${state}, ${withoutFileNames(retrievalId)}`;
}

function owners({ name, inputFileName, failure }: JobRecord): Row[] {
  return [...some('name', name, String), ['file', inputFileName], ...some('failure', failure, String)];
}

function some<Value>(label: string, value: Value | undefined, words: (value: Value) => string): Row[] {
  return value === undefined ? [] : [[label, words(value)]];
}

function timeline({ timeline: entries }: JobRecord): string[] {
  return columns(entries.map(({ at, event, detail }) => [isoTime(at), event, withoutFileNames(detail ?? '')]));
}

/** The failure of a step that is tried again is what an operator looks for. */
function workflowLines(workflows: readonly WorkflowView[]): string[] {
  if (workflows.length === 0) return ['  none that Temporal remembers'];
  return workflows.flatMap(({ workflowId, type, status, phase, historyEvents, pending }) => [
    `  ${workflowId}  ${type}, ${status}, phase ${phase ?? 'unknown'}, ${count(historyEvents, 'event')}`,
    ...pending.map(
      ({ step, attempt, lastFailure }) =>
        `    ${step}, attempt ${attempt}${lastFailure ? `: ${withoutFileNames(lastFailure)}` : ''}`,
    ),
  ]);
}

function objectLines({ what, versions }: JobObject, job: JobRecord): string[] {
  const lines = told(versions, (list) => (list.length === 0 ? ['none'] : list.map((version) => versionLine(version))));
  const pinned = what === 'result' && job.hotKey ? job.result?.versionId : undefined;
  return lines.map((line, index) => {
    const vouched = pinned !== undefined && line.startsWith(`${pinned} `) ? ', vouched for by the row' : '';
    return `  ${(index === 0 ? what : '').padEnd(6)}  ${line.trim()}${vouched}`;
  });
}

function versionLine({ versionId, bytes, deleteMarker }: ObjectVersion): string {
  return `${versionId}  ${deleteMarker ? 'delete marker' : count(bytes, 'byte')}`;
}

export function auditLines(entries: readonly AuditEntry[]): string[] {
  return columns(
    entries.map(({ at, actor, action, subject, detail }) => [isoTime(at), actor, action, subject, detail ?? '']),
  );
}

function told<Value>(answer: Told<Value>, lines: (value: Value) => string[]): string[] {
  return 'told' in answer ? lines(answer.told) : [`  ${answer.unavailable}`];
}
