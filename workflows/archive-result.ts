// workflows/archive-result.ts — moves a free user's result to cold storage once its grace period is over.
import { ApplicationFailure, TemporalFailure, uuid4 } from '@temporalio/workflow';
import type { ArchiveClaim } from '../activities/claim-archive.ts';
import type { Look } from '../activities/look.ts';
import type { ArchiveReceipt } from '../domain/archive.ts';
import type { ResultRef } from './messages.ts';
import { beginUpload, claimForArchive, deleteHotCopy, keepHot, recordArchived, uploadToArchive } from './proxies.ts';
import { report } from './search-attributes.ts';
import { settle, uninterrupted, waitOutGrace } from './settle.ts';

/** Uploads begun for one claim: an upload id lives a day, so a second is rare and a fifth means something is wrong. */
const UPLOADS = 5;

export async function archiveResult(result: ResultRef): Promise<void> {
  await settle(
    {
      name: 'archiveResult',
      async move({ jobId }, seen, wake) {
        if (seen.need.kind === 'wait') await waitOutGrace(seen.need.waitMs, wake);
        else await archive(jobId, seen);
      },
    },
    result,
  );
}

async function archive(jobId: string, seen: Look): Promise<void> {
  report('archiving', 'Moving the result into the archive.');
  const answer = await uninterrupted(() => claimForArchive({ jobId, look: seen, token: uuid4() })); // refused if anything moved
  if (answer.kind === 'refused') return;
  const { claim } = answer;

  const receipt = await upload(claim);
  await uninterrupted(() => record(claim, receipt));
}

async function record(claim: ArchiveClaim, receipt: ArchiveReceipt): Promise<void> {
  const recorded = await recordArchived({ claim, receipt }); // refused if the user upgraded meanwhile
  if (recorded.kind === 'refused') {
    return keepHot({
      claim,
      archiveId: receipt.archiveId,
      reason: 'the plan or the job changed while the archive was written',
    });
  }
  await deleteHotCopy(claim); // exactly the versions claimed; the row names the archive by now
}

async function upload(claim: ArchiveClaim): Promise<ArchiveReceipt> {
  try {
    for (let begun = 0; begun < UPLOADS; begun++) {
      const outcome = await uploadToArchive({ claim, uploadId: await beginUpload(claim) });
      if (outcome.kind === 'stored') return outcome.receipt;
    }
    throw ApplicationFailure.nonRetryable(`The archive forgot ${UPLOADS} uploads of this result, one after the other.`);
  } catch (error) {
    // Without this the row would say ARCHIVING for ever. The bytes are still in S3.
    if (error instanceof TemporalFailure) {
      await uninterrupted(() =>
        keepHot({ claim, reason: 'the upload into the archive failed; an operator has to look' }),
      );
    }
    throw error;
  }
}
