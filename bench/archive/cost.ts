// bench/archive/cost.ts — what one result of one part costs on its way in and on its way back: actions and requests.
import { setTimeout as pause } from 'node:timers/promises';
import { retrievalMicrodollars } from '../../domain/retrieval-cost.ts';
import { figure, ratio } from './figures.ts';
import type { Told } from './histories.ts';
import { archive, restore } from './moves.ts';
import { ACTION, priceOf } from './prices.ts';
import { aResult, type Job } from './results.ts';
import type { Session } from './session.ts';
import type { Sent } from './wire.ts';

const BYTES = 50_000;
const MOST_ACTIONS = 12;
/** The bridge deletes the message about the thaw after it has handed it over. */
const SETTLE_MS = 500;

/** From the end of the annotation, through the grace, to the archive; then from the change of plan back to S3. */
export async function costBench(session: Session): Promise<void> {
  const { wire, doors } = session;
  const warm = await aResult(session, { bytes: BYTES });
  await archive(session, warm);

  const job = await aResult(session, { bytes: BYTES, completedAt: Date.now() });
  await wire.clear();
  const archived = await archive(session, job);
  print('archive', { told: archived, sent: await wire.sent(), rowKb: rowKb((await doors.jobs.get(job.jobId)) ?? job) });

  await wire.clear();
  const restored = await restore(session, job);
  await pause(SETTLE_MS);
  const sent = await wire.sent();
  print('restore', { told: restored, sent, rowKb: rowKb((await doors.jobs.get(job.jobId)) ?? job) });
  const microdollars = retrievalMicrodollars('Expedited', BYTES);
  figure('restore-retrieval-cost', `${(microdollars / 1e6).toFixed(5)} $`, {
    meaning: 'of it, the Expedited retrieval itself; Standard 0.00005 $, Bulk 0.00003 $ (domain/retrieval-cost.ts)',
  });
  const { actions } = restored.plan;
  figure('plan-change-actions', String(total(actions)), {
    meaning: `once for each change of plan, however many results follow: ${listed(actions)}`,
  });
}

function print(
  way: 'archive' | 'restore',
  { told, sent, rowKb: kb }: { told: Told; sent: Sent[]; rowKb: number },
): void {
  const actions = total(told.actions);
  ratio(`${way}-actions-allowed-to-taken`, MOST_ACTIONS / actions, {
    goal: 1,
    meaning: `Temporal actions of one ${way}: ${actions} of at most ${MOST_ACTIONS}: ${listed(told.actions)}`,
  });
  const services = ['DynamoDB', 'S3', 'Glacier', 'SNS'] as const;
  for (const service of services) {
    const of = sent.filter((one) => one.service === service);
    const counts = Object.entries(Object.groupBy(of, ({ operation }) => operation));
    figure(`${way}-requests-${service.toLowerCase()}`, String(of.length), {
      meaning: counts.map(([operation, list]) => `${operation} ${list?.length}`).join(', ') || 'none',
    });
  }
  const aws = sent.reduce((sum, one) => sum + priceOf(one, kb), 0);
  const temporal = actions * ACTION;
  figure(`${way}-cost-per-thousand`, `${((aws + temporal) * 1000).toFixed(2)} $`, {
    meaning: `list price for 1,000 results without storage and retrieval: Temporal Cloud ${(temporal * 1000).toFixed(2)} $, AWS requests ${(aws * 1000).toFixed(2)} $`,
  });
}

function total(actions: Record<string, number>): number {
  return Object.values(actions).reduce((sum, count) => sum + count, 0);
}

function listed(actions: Record<string, number>): string {
  const some = Object.entries(actions).filter(([, count]) => count > 0);
  return some.map(([name, count]) => `${name} ${count}`).join(', ');
}

/** KB of a row, rounded up, as writes are billed. */
function rowKb(row: Job | object): number {
  return Math.ceil(Buffer.byteLength(JSON.stringify(row)) / 1024);
}
