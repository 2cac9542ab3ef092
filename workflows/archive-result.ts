// workflows/archive-result.ts — moves a free user's result to cold storage once its grace period is over.
import { ApplicationFailure, TemporalFailure, uuid4 } from '@temporalio/workflow';
import type { ArchiveClaim } from '../activities/claim-archive.ts';
import type { Look } from '../activities/look.ts';
import type { ArchiveReceipt } from '../domain/archive.ts';
import type { ResultRef } from './messages.ts';
import { beginUpload, claimForArchive, keepHot, recordArchived, uploadToArchive } from './proxies.ts';
import { report } from './search-attributes.ts';
import type { Wake } from './settle.ts';
import { settle, uninterrupted, waitOutGrace } from './settle.ts';

/** Uploads begun for one claim: an upload id lives a day, so a second is rare and a fifth means something is wrong. */
const UPLOADS = 5;

export async function archiveResult(result: ResultRef): Promise<void> {
  await settle(
    {
      name: 'archiveResult',
      async move({ jobId }, seen, wake) {
        if (seen.need.kind !== 'wait') return archive(jobId, seen, wake);
        await waitOutGrace(seen, seen.need.waitMs, wake);
      },
    },
    result,
  );
}

async function archive(jobId: string, seen: Look, wake: Wake): Promise<Look | undefined> {
  report('archiving', 'Moving the result into the archive.', { plan: seen.role });
  const answer = await uninterrupted(() => claimForArchive({ jobId, look: seen, token: uuid4() })); // refused if anything moved
  if (answer.kind === 'refused') return;

  const receipt = await upload(answer);
  wake.changed = false; // the last step ends with a look of its own
  return uninterrupted(() => record(answer.claim, receipt));
}

async function record(claim: ArchiveClaim, receipt: ArchiveReceipt): Promise<Look | undefined> {
  const recorded = await recordArchived({ claim, receipt }); // refused if the user upgraded meanwhile
  if (recorded.kind === 'recorded') return recorded.look;
  const reason = 'the plan or the job changed while the archive was written';
  await keepHot({ claim, archiveId: receipt.archiveId, reason });
}

async function upload({ claim, uploadId: first }: { claim: ArchiveClaim; uploadId: string }): Promise<ArchiveReceipt> {
  let uploadId = first;
  try {
    for (let begun = 1; begun <= UPLOADS; begun++) {
      const outcome = await uploadToArchive({ claim, uploadId });
      if (outcome.kind === 'stored') return outcome.receipt;
      if (begun < UPLOADS) uploadId = await beginUpload(claim);
    }
    throw ApplicationFailure.nonRetryable(`The archive forgot ${UPLOADS} uploads of this result, one after the other.`);
  } catch (error) {
    // Without this the row would say ARCHIVING for ever. The bytes are still in S3.
    if (error instanceof TemporalFailure) {
      report('stuck', 'The upload into the archive failed or was cancelled; the result stays in S3 until it is woken.');
      const reason = 'the upload into the archive failed; an operator has to look';
      await uninterrupted(() => keepHot({ claim, uploadId, reason }));
    }
    throw error;
  }
}
