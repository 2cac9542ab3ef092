// chaos/settle.ts — whether the service has come to rest: asked again and again in the quiet phase, never of the service.
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { StoreReader } from './collect.ts';
import { placeOf, roleOf, type Row } from './rows.ts';
import type { Scene } from './scene.ts';

const ASK_EVERY_MS = 2000;
const LOOKS_A_LINE = 10;

/** Waits until nothing moves any more; answers what still does after `limitMs`, in words. */
export async function settle(scene: Scene, stores: StoreReader, limitMs: number): Promise<string[]> {
  const limit = Date.now() + limitMs;
  for (let [looks, quietLooks] = [1, 0]; ; looks++, await pause(ASK_EVERY_MS)) {
    const moving = await unsettled(scene, stores).catch((error: unknown) => [String(error)]);
    quietLooks = moving.length === 0 ? quietLooks + 1 : 0;
    if (quietLooks === 2) return [];
    if (Date.now() > limit) return moving;
    if (looks % LOOKS_A_LINE === 0) scene.say(`  ${moving.length} still move: ${moving.slice(0, 3).join('; ')}`);
  }
}

async function unsettled({ stack, aws, vault }: Scene, stores: StoreReader): Promise<string[]> {
  const { jobs, users } = await stores.tables();
  const depths = Object.entries(await stores.depths()).filter(([, depth]) => depth > 0);
  const late = aws.delayed() + vault.delayed();
  return [
    ...jobs.flatMap((row) => wanting(row, roleOf(users, String(row['user_id'])))),
    ...depths.map(([name, depth]) => `${depth} messages in ${name}`),
    ...(late > 0 ? [`${late} late requests`] : []),
    ...(await runningWorkflows(stack.config.temporal)),
  ];
}

/** What a row still wants, under this role. */
function wanting(row: Row, role: string): string[] {
  const jobId = String(row['job_id']);
  if (row['deleted_at'] !== undefined) return row['expires_at'] === undefined ? [`${jobId} is being deleted`] : [];
  const status = String(row['job_status']);
  if (status === 'PENDING' || status === 'RUNNING') return [`${jobId} is ${status}`];
  if (status !== 'COMPLETED') return [];
  const [place, wanted] = [placeOf(row), role === 'premium_user' ? 'hot' : 'archived'];
  return place === wanted ? [] : [`${jobId} is ${place} under ${role}`];
}

async function runningWorkflows({ address, namespace }: { address: string; namespace: string }): Promise<string[]> {
  const connection = await Connection.connect({ address });
  try {
    const running: string[] = [];
    const { workflow } = new Client({ connection, namespace });
    for await (const { workflowId } of workflow.list({ query: 'ExecutionStatus = "Running"' })) {
      if (!isMeantToRun(workflowId)) running.push(`${workflowId} runs`);
    }
    return running;
  } finally {
    await connection.close();
  }
}

/** Schedules are workflows of the server's own. */
export function isMeantToRun(workflowId: string): boolean {
  return workflowId.startsWith('temporal-sys-');
}
