// bench/scale/moves.ts — one result into the archive and back, waited for at its end, and a look at all of them afterwards.
import { randomUUID } from 'node:crypto';
import pMap from 'p-map';
import { planWorkflowId, resultWorkflowId } from '../../domain/workflow-ids.ts';
import { placeOf, type Place } from '../../domain/storage.ts';
import type { Job } from '../archive/results.ts';
import type { Session } from '../archive/session.ts';

type Service = Pick<Session, 'client' | 'starters' | 'doors'>;

const READS_AT_ONCE = 20;

/** From "the annotation is complete" to the end of its mover. */
export async function archived({ starters, client }: Service, { jobId, userId }: Job): Promise<void> {
  await starters.annotationCompleted({ jobId, userId });
  await client.workflow.getHandle(resultWorkflowId(jobId)).result();
}

/** From the change of its user's plan to the end of its mover; the thaw is told through the bridge. */
export async function restored({ starters, client }: Service, { jobId, userId }: Job): Promise<void> {
  const change = { userId, role: 'premium_user', changeId: randomUUID(), planVersion: 1 } as const;
  await starters.changePlan({ ...change, orderedAt: Date.now() });
  await client.workflow.getHandle(planWorkflowId(userId)).result();
  await client.workflow.getHandle(resultWorkflowId(jobId)).result();
}

/** Throws where a result is not in this place: a rate of results that are left behind says nothing. */
export async function assertAll({ doors }: Service, jobs: readonly Job[], place: Place): Promise<void> {
  const rows = await pMap(jobs, ({ jobId }) => doors.jobs.get(jobId), { concurrency: READS_AT_ONCE });
  const there = rows.filter((row) => row && placeOf(row) === place).length;
  if (there !== jobs.length) throw new Error(`Only ${there} of ${jobs.length} results are ${place}.`);
}
