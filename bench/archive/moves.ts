// bench/archive/moves.ts — a result on its way through the real worker: started as the bridge does, waited for at its end.
import { randomUUID } from 'node:crypto';
import { planWorkflowId, resultWorkflowId } from '../../domain/workflow-ids.ts';
import { historyOf, type Told } from './histories.ts';
import { hashOf, type Job } from './results.ts';
import type { Session } from './session.ts';

/** Tells the service that the annotation is complete; answers the history of the mover once the result is archived. */
export async function archive({ starters, client, doors }: Session, { jobId, userId }: Job): Promise<Told> {
  await starters.annotationCompleted({ jobId, userId });
  await client.workflow.getHandle(resultWorkflowId(jobId)).result();
  const row = await doors.jobs.get(jobId);
  if (row?.archiveStatus !== 'ARCHIVED') throw new Error(`The result ${jobId} was not archived.`);
  return historyOf(client, resultWorkflowId(jobId));
}

export interface Restored extends Told {
  plan: Told;
}

/** Tells the service that the user upgraded; answers the histories once the result is back, and checks its bytes. */
export async function restore({ starters, client, doors }: Session, job: Job): Promise<Restored> {
  const { jobId, userId, result } = job;
  await starters.changePlan({
    userId,
    role: 'premium_user',
    changeId: randomUUID(),
    planVersion: 1,
    orderedAt: Date.now(),
  });
  await client.workflow.getHandle(planWorkflowId(userId)).result();
  await client.workflow.getHandle(resultWorkflowId(jobId)).result();
  const row = await doors.jobs.get(jobId);
  const hash = row?.hotKey && (await hashOf(doors.objects, row.result!));
  if (hash !== result.treeHash) throw new Error(`The result ${jobId} did not come back, or with other bytes.`);
  const told = await historyOf(client, resultWorkflowId(jobId));
  return { ...told, plan: await historyOf(client, planWorkflowId(userId)) };
}
