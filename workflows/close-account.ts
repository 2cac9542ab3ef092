// workflows/close-account.ts — deletes an account: the user first, then every job, each by its own removal.
import { continueAsNew, sleep, workflowInfo } from '@temporalio/workflow';
import type { Instant, UserId } from '../domain/job.ts';
import { closeUser, deleteJobs, listJobs, removeSessions, removeUploads } from './proxies.ts';
import { report } from './search-attributes.ts';

/** A submission on its way when the account was closed may be recorded, and the index may lag: so it looks again. */
const LOOK_AGAIN = '1 minute';

export interface AccountRef {
  userId: UserId;
  closedAt: Instant;
}

export async function closeAccount(account: AccountRef): Promise<void> {
  report('closing-account', 'Forgets the profile, then deletes job by job.');
  await closeUser(account);
  await deleteAll(account);
  await sleep(LOOK_AGAIN, { summary: 'for submissions that were on their way' });
  await deleteAll(account);
  await removeUploads(account);
  await removeSessions(account);
  report('settled', 'The account is closed; each of its jobs has been handed to its own removal.');
}

async function deleteAll(account: AccountRef): Promise<void> {
  const { userId } = account;
  let cursor: string | undefined;
  do {
    const page = await listJobs({ userId, ...(cursor ? { cursor } : {}) });
    if (page.jobIds.length > 0) await deleteJobs({ userId, jobIds: page.jobIds });
    ({ cursor } = page);
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof closeAccount>(account);
  } while (cursor !== undefined);
}
