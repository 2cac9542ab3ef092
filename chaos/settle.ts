// chaos/settle.ts — whether everything has come to rest: asked of the stores again and again in the quiet phase.
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection, type WorkflowClient } from '@temporalio/client';
import pMap from 'p-map';
import type { StoreReader } from './collect.ts';
import { placeOf, roleOf, type Row } from './rows.ts';
import type { Scene } from './scene.ts';

const ASK_EVERY_MS = 2000;
const LOOKS_A_LINE = 10;
/** Looks that have to agree, since a mover may be between two runs. */
const AGREEING = 3;

export interface Rest {
  /** What still moves, or should, in words; empty where everything is at rest. */
  moving: string[];
  /** Results whose mover has given up, visibly: what is left to do is an operator's. */
  givenUp: string[];
}

/** Waits until nothing moves any more, or `limitMs`. */
export async function settle(scene: Scene, stores: StoreReader, limitMs: number): Promise<Rest> {
  const limit = Date.now() + limitMs;
  for (let [looks, quiet] = [1, 0]; ; looks++, await pause(ASK_EVERY_MS)) {
    const { moving, givenUp } = await lookAround(scene, stores).catch(unknown);
    quiet = moving.length === 0 ? quiet + 1 : 0;
    if (quiet === AGREEING || Date.now() > limit) return { moving, givenUp };
    if (looks % LOOKS_A_LINE === 0) scene.say(`  ${moving.length} still move: ${moving.slice(0, 3).join('; ')}`);
  }
}

const unknown = (error: unknown): Rest => ({ moving: [String(error)], givenUp: [] });

async function lookAround({ stack, aws, vault }: Scene, stores: StoreReader): Promise<Rest> {
  const { jobs, users } = await stores.tables();
  const depths = Object.entries(await stores.depths()).filter(([, depth]) => depth > 0);
  const late = aws.delayed() + vault.delayed();
  const wanted = jobs.flatMap((row) => {
    const words = wanting(row, roleOf(users, String(row['user_id'])));
    return words ? [{ jobId: String(row['job_id']), words }] : [];
  });
  const { running, failed } = await workflowsOf(
    stack.config.temporal,
    wanted.map(({ jobId }) => `result/${jobId}`),
  );
  const givenUp = wanted.filter(({ jobId }) => failed.includes(`result/${jobId}`));
  return {
    moving: [
      ...wanted.filter((one) => !givenUp.includes(one)).map(({ jobId, words }) => `${jobId} ${words}`),
      ...depths.map(([name, depth]) => `${depth} messages in ${name}`),
      ...(late > 0 ? [`${late} late requests`] : []),
      ...running.map((id) => `${id} runs`),
    ],
    givenUp: givenUp.map(({ jobId }) => jobId),
  };
}

/** What a row still wants, under this role. */
function wanting(row: Row, role: string): string | undefined {
  if (row['deleted_at'] !== undefined) return row['expires_at'] === undefined ? 'is being deleted' : undefined;
  const status = String(row['job_status']);
  if (status === 'PENDING' || status === 'RUNNING') return `is ${status}`;
  if (status !== 'COMPLETED') return undefined;
  const [place, wanted] = [placeOf(row), role === 'premium_user' ? 'hot' : 'archived'];
  return place === wanted ? undefined : `is ${place} under ${role}`;
}

/** Which workflows run, and which of `ids` have failed in their last run. */
async function workflowsOf({ address, namespace }: { address: string; namespace: string }, ids: readonly string[]) {
  const connection = await Connection.connect({ address });
  try {
    const { workflow } = new Client({ connection, namespace });
    const running: string[] = [];
    for await (const { workflowId } of workflow.list({ query: 'ExecutionStatus = "Running"' })) {
      if (!isMeantToRun(workflowId)) running.push(workflowId);
    }
    const states = await pMap(ids, async (id) => ({ id, status: await statusOf(workflow, id) }), { concurrency: 8 });
    return { running, failed: states.filter(({ status }) => status === 'FAILED').map(({ id }) => id) };
  } finally {
    await connection.close();
  }
}

async function statusOf(workflow: WorkflowClient, id: string): Promise<string | undefined> {
  const described = await workflow
    .getHandle(id)
    .describe()
    .catch(() => undefined);
  return described?.status.name;
}

/** Schedules are workflows of the server's own; what a user is told may wait for a while, to be told in one. */
export function isMeantToRun(workflowId: string): boolean {
  return workflowId.startsWith('temporal-sys-') || workflowId.startsWith('notify/');
}
