// cli/operators/inspection-json.ts — everything that is known of a job, for a program; the same names as in the API.
import { isoTime } from '../../domain/iso-time.ts';
import type { JobRecord } from '../../domain/job.ts';
import { isMoving } from '../../domain/job.ts';
import { placeOf } from '../../domain/storage.ts';
import type { WorkflowView } from '../../temporal/inspection.ts';
import type { Inspection, RowSeen } from './inspection.ts';
import type { Told } from './told.ts';
import { withoutFileNames } from './words.ts';

/** A document for JSON.stringify: what is undefined is left out there. A part that could not be asked is `{unavailable}`. */
export function inspectionJson(seen: Inspection, { personal }: { personal: boolean }): object {
  const { row, tombstone } = seen;
  return {
    job_id: seen.jobId,
    tombstone: tombstone && { deleted_at: isoTime(tombstone.deletedAt), expires_at: isoTime(tombstone.expiresAt) },
    ...(row ? placeJson(row) : {}),
    row: row && { ...rowJson(row.job), ...(personal ? ownersJson(row.job) : {}) },
    ...(row ? storesJson(row) : {}),
    workflows: told(seen.workflows, (list) => list.map(workflowJson)),
    audit: told(seen.audit, (entries) => entries.map((entry) => ({ ...entry, at: isoTime(entry.at) }))),
  };
}

function placeJson({ job, plan, need }: RowSeen): object {
  return {
    place: placeOf(job),
    claimed: isMoving(job),
    needs: need,
    plan: told(plan, ({ role, since, version }) => ({ role, since: isoTime(since), version })),
  };
}

function storesJson({ objects, retrieval }: RowSeen): object {
  return {
    objects: objects.map(({ what, versions }) => ({
      what,
      versions: told(versions, (list) =>
        list.map(({ versionId, bytes, deleteMarker }) => ({
          version_id: versionId,
          bytes,
          delete_marker: deleteMarker,
        })),
      ),
    })),
    retrieval:
      retrieval &&
      told(retrieval, (found) =>
        found === 'none' ? null : { retrieval_id: withoutFileNames(found.retrievalId), state: found.state },
      ),
  };
}

function workflowJson({ workflowId, type, runId, status, phase, pending, ...run }: WorkflowView): object {
  return {
    workflow_id: workflowId,
    run_id: runId,
    type,
    status,
    phase,
    started_at: isoTime(run.startedAt),
    closed_at: isoTime(run.closedAt),
    history_events: run.historyEvents,
    pending: pending.map(({ step, attempt, lastFailure }) => ({
      step,
      attempt,
      last_failure: lastFailure && withoutFileNames(lastFailure),
    })),
  };
}

function rowJson({ result, archive, restore, ...job }: JobRecord): object {
  return {
    user_id: job.userId,
    version: job.version,
    status: job.status,
    attempt: job.attempt,
    submitted_at: isoTime(job.submittedAt),
    completed_at: isoTime(job.completedAt),
    deleted_at: isoTime(job.deletedAt),
    archive_status: job.archiveStatus,
    result: result && {
      version_id: result.versionId,
      bytes: result.bytes,
      sha256_tree_hash: result.treeHash,
      records: result.records,
    },
    archive: archive && {
      store: archive.store,
      archive_id: withoutFileNames(archive.id),
      bytes: archive.bytes,
      sha256_tree_hash: archive.treeHash,
    },
    restore: restore && {
      tier: restore.tier,
      reason: restore.reason,
      started_at: isoTime(restore.startedAt),
      expected_at: isoTime(restore.expectedAt),
    },
    restore_postponed_until: isoTime(job.restorePostponedUntil),
    restore_failure: job.restoreFailure && withoutFileNames(job.restoreFailure),
    timeline: job.timeline.map(({ at, event, detail }) => ({
      at: isoTime(at),
      event,
      detail: detail && withoutFileNames(detail),
    })),
  };
}

function ownersJson({ name, inputFileName, failure }: JobRecord): object {
  return { name, file_name: inputFileName, failure };
}

function told<Value>(answer: Told<Value>, shape: (value: Value) => unknown): unknown {
  return 'told' in answer ? shape(answer.told) : answer;
}
