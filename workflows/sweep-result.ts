// workflows/sweep-result.ts — clears up after a result: claims that nobody works on, and whatever its row does not name.
import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { SweepOrder } from '../domain/ports.ts';
import { discardStrays, listStrays } from './proxies.ts';
import { report } from './search-attributes.ts';
import { continueAs, underResult, uninterrupted } from './settle.ts';

export async function sweepResult(order: SweepOrder): Promise<void> {
  // What is signalled is not kept: the mover that follows looks.
  await underResult(order, async () => {
    report('sweeping', 'Releases a claim that nobody works on, and discards what the row does not name.');
    await uninterrupted(async () => discardStrays(await listStrays(order)));
    await condition(allHandlersFinished);
    await continueAs('archiveResult', { jobId: order.jobId, userId: order.userId });
  });
}
