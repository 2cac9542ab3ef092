// web/job-view.ts — rows as their owner sees them.
import { isoTime } from '../domain/iso-time.ts';
import type { JobRecord, JobRequest } from '../domain/job.ts';
import { leavesAt } from '../domain/placement.ts';
import { inputLimit, type Plan } from '../domain/plan.ts';
import type { Profile } from '../domain/ports.ts';
import { placeOf } from '../domain/storage.ts';
import { annotateWorkflowId, resultWorkflowId } from '../domain/workflow-ids.ts';
import { JobView, ProfileView } from './contract.ts';
import type { WebSettings } from './services.ts';

/** A job as its owner, who is on `plan`, sees it. */
export function jobView(job: JobRecord, plan: Plan, settings: WebSettings): JobView {
  const place = placeOf(job);
  return JobView.parse({
    job_id: job.jobId,
    user_id: job.userId,
    name: job.name,
    file_name: job.inputFileName,
    input_bytes: job.inputBytes,
    genome: job.genome,
    status: job.status,
    attempt: job.attempt,
    submitted_at: isoTime(job.submittedAt),
    completed_at: isoTime(job.completedAt),
    failure: job.failure,
    has_log: job.log !== undefined,
    place,
    archives_at: isoTime(leavesAt(job, plan, settings.graceMs)),
    ...resultView(job),
    restore: restoreView(job),
    restore_postponed_until: place === 'restoring' ? isoTime(job.restorePostponedUntil) : undefined,
    restore_failure: job.restoreFailure,
    timeline: job.timeline.map((entry) => ({ ...entry, at: isoTime(entry.at) })),
    version: job.version,
    history_url: historyUrl(job, settings),
  });
}

/** A submission that Temporal holds and no worker has recorded yet. */
export function acceptedView(request: JobRequest, settings: WebSettings): JobView {
  return JobView.parse({
    job_id: request.jobId,
    user_id: request.userId,
    name: request.name,
    file_name: request.inputFileName,
    genome: request.genome,
    status: 'ACCEPTED',
    attempt: request.attempt,
    submitted_at: isoTime(request.submittedAt),
    has_log: false,
    place: 'none',
    timeline: [],
    version: 0,
    history_url: historyUrl(request, settings),
  });
}

export function profileView(
  user: { userId: string; profile: Profile; plan: Plan },
  settings: WebSettings,
): ProfileView {
  const { plan, profile } = user;
  return ProfileView.parse({
    ...profile,
    user_id: user.userId,
    plan: { role: plan.role, since: isoTime(plan.since), version: plan.version },
    limits: {
      input_bytes: inputLimit(plan.role, settings.limits),
      free_input_bytes: settings.limits.freeInputBytes,
      premium_input_bytes: settings.limits.premiumInputBytes,
    },
    grace_ms: settings.graceMs,
    payments: settings.payments,
    operator: settings.operators.includes(user.userId),
  });
}

/** Both workflows of a job in one list: its annotation and the moves of its result, with all their runs. */
function historyUrl({ userId, jobId }: { userId: string; jobId: string }, settings: WebSettings): string | undefined {
  const { temporalWebUrl, temporalNamespace, operators } = settings;
  if (!temporalWebUrl || !operators.includes(userId)) return undefined;
  const path = `/namespaces/${encodeURIComponent(temporalNamespace)}/workflows`;
  const query = `WorkflowId="${annotateWorkflowId(jobId)}" OR WorkflowId="${resultWorkflowId(jobId)}"`;
  return `${temporalWebUrl.replace(/\/$/, '')}${path}?query=${encodeURIComponent(query)}`;
}

/** The archive vouches for its bytes where there is one; the row did when they were made. */
function resultView({ archive, result }: JobRecord) {
  const { treeHash, bytes } = archive ?? result ?? {};
  return { archived_in: archive?.store, sha256_tree_hash: treeHash, bytes, records: result?.records };
}

function restoreView({ restore }: JobRecord) {
  if (!restore) return undefined;
  const { tier, reason, startedAt, expectedAt } = restore;
  return { tier, reason, started_at: isoTime(startedAt), expected_at: isoTime(expectedAt) };
}
