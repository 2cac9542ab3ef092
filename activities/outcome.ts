// activities/outcome.ts — records how an annotation ended. Each write demands the token of the run that it speaks for.
import type { JobRecord, JobResult, JobStatus, ObjectRef } from '../domain/job.ts';
import { failedLog } from '../domain/annotation.ts';
import { notesOf } from '../domain/file-notes.ts';
import { objectKeys } from '../domain/job.ts';
import { beforeArchiving } from '../domain/notices.ts';
import type { JobRecords, User } from '../domain/ports.ts';
import type { AnnotationClaim } from './annotation.ts';
import type { Ports } from './ports.ts';
import type { Recorded, RowWrite } from './rows.ts';
import { saveRowOrRetry } from './rows.ts';
import type { Fact } from './tell.ts';
import { tell } from './tell.ts';

export const createOutcomeActivities = (ports: Ports) => ({
  async recordCompleted({
    claim,
    result,
    log,
  }: {
    claim: AnnotationClaim;
    result: JobResult;
    log: ObjectRef;
  }): Promise<Recorded> {
    const { jobs, users, events, now } = ports;
    const row = await jobs.get(claim.jobId);
    // Once recorded it is announced, even if a mover has claimed the result meanwhile.
    const isRecorded = isAt(row, 'COMPLETED', claim);
    if (!row || !(isRecorded || isOurs(row, claim))) return { kind: 'refused' };
    const completedAt = row.completedAt ?? now();
    const set = { status: 'COMPLETED', completedAt, result, log, hotKey: result.key } as const;
    if (!isRecorded) {
      await saveRowOrRetry(jobs, row, { event: 'completed', at: completedAt, set, clear: ['failure'] });
    }
    const job = isRecorded ? row : { ...row, ...set };
    const owner = await users.get(row.userId);
    const { email } = owner.profile;
    await events.publish({ kind: 'annotation-complete', job, ...(email ? { email } : {}) });
    await tell(ports, { userId: row.userId, ...owner }, [
      factOf(row, 'completed'),
      ...archivingSoon(ports, job, owner),
    ]);
    return { kind: 'recorded' };
  },

  async recordFailed({
    claim,
    message,
    log,
  }: {
    claim: AnnotationClaim;
    message: string;
    log?: ObjectRef;
  }): Promise<void> {
    const { jobs, users, now } = ports;
    const told = log ?? (await storeLog(ports, claim, message));
    const set = { status: 'FAILED', failure: message, ...(told ? { log: told } : {}) } as const;
    await end(jobs, claim, { event: 'failed', detail: message, at: now(), set });
    const row = await jobs.get(claim.jobId);
    if (!row || !isAt(row, 'FAILED', claim)) return;
    await tell(ports, { userId: row.userId, ...(await users.get(row.userId)) }, [factOf(row, 'failed')]);
  },

  async recordCancelled(claim: AnnotationClaim): Promise<void> {
    await end(ports.jobs, claim, { event: 'cancelled', at: ports.now(), set: { status: 'CANCELLED' } });
  },
});

/** A log of the one sentence that there is to say. */
async function storeLog(
  { jobs, objects, settings }: Ports,
  claim: AnnotationClaim,
  message: string,
): Promise<ObjectRef | undefined> {
  const row = await jobs.get(claim.jobId);
  if (!isOurs(row, claim)) return undefined;
  const ref = { bucket: settings.resultsBucket, key: objectKeys(settings.keyPrefix, row).log };
  const text = Buffer.from(failedLog(message));
  const read = async (from: number, to: number) => text.subarray(from, to);
  const metadata = notesOf(row);
  await objects.write({ ...ref, bytes: text.length, contentType: 'text/plain; charset=utf-8', metadata, read });
  return ref;
}

function factOf({ jobId, attempt }: JobRecord, kind: 'completed' | 'failed'): Fact {
  return { kind, jobId, key: String(attempt) };
}

/** Told ahead where the grace is longer than that; otherwise the notice of completion says when. */
function archivingSoon({ rules, now }: Ports, job: JobRecord, { plan }: User): Fact[] {
  const soon = beforeArchiving(job, plan, rules);
  return soon && soon.at > now() ? [soon] : [];
}

/** Ends a job that did not complete; one that ended already, or belongs to a later run, is left as it is. */
async function end(jobs: JobRecords, claim: AnnotationClaim, write: RowWrite): Promise<void> {
  const row = await jobs.get(claim.jobId);
  if (!row || row.deletedAt !== undefined) return;
  const pending = row.status === 'PENDING' && row.attempt === claim.attempt;
  const running = isOurs(row, claim) && row.status === 'RUNNING';
  if (pending || running) await saveRowOrRetry(jobs, row, write);
}

function isOurs(row: JobRecord | undefined, { token }: AnnotationClaim): row is JobRecord {
  return row !== undefined && row.claimToken === token && row.deletedAt === undefined;
}

function isAt(row: JobRecord | undefined, status: JobStatus, { attempt }: AnnotationClaim): boolean {
  return row?.status === status && row.attempt === attempt && row.deletedAt === undefined;
}
