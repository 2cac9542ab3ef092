// workflows/move-result.ts — moves an archived result to the kind of archive that results go to now: back to S3, and from
// there as any free result. Each half is verified and recorded as ever, so there is no moment without a good copy.
import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { ResultRef } from './messages.ts';
import { look } from './proxies.ts';
import { restore } from './restore-result.ts';
import { continueAs, underResult } from './settle.ts';

export async function moveResult(result: ResultRef): Promise<void> {
  await underResult(result, async (wake) => {
    const seen = await look(result.jobId);
    if (seen.need.kind === 'nothing') await restore({ jobId: result.jobId, purpose: 'move', seen, wake });
    await condition(allHandlersFinished);
    await continueAs('archiveResult', result);
  });
}
