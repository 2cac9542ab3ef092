// adapters/aws/glacier-retrievals.ts — Glacier's retrieval jobs: started once, found again, described.
import {
  DescribeJobCommand,
  InitiateJobCommand,
  InsufficientCapacityException,
  paginateListJobs,
  PolicyEnforcedException,
  ResourceNotFoundException,
} from '@aws-sdk/client-glacier';
import type { Retrieval, RetrievalStart, RetrievalState, RetrievalTier } from '../../domain/archive.ts';
import { RETRIEVAL_TIERS } from '../../domain/archive.ts';
import { archiveMissing } from './archive-missing.ts';
import type { Vault } from './glacier-upload.ts';
import { oneOf } from './item-values.ts';

/** Starts a retrieval. Only these two refusals are answers; everything else is thrown, and worth another attempt. */
export async function startRetrieval(
  { client, vault }: Vault,
  { archiveId, description, tier }: { archiveId: string; description: string; tier: RetrievalTier },
): Promise<RetrievalStart> {
  const jobParameters = { Type: 'archive-retrieval', ArchiveId: archiveId, Description: description, Tier: tier };
  try {
    const { jobId } = await client.send(new InitiateJobCommand({ ...vault, jobParameters }));
    if (!jobId) throw new Error('Glacier started a retrieval without naming it.');
    return { kind: 'started', retrievalId: jobId, tier };
  } catch (error) {
    if (error instanceof InsufficientCapacityException)
      return { kind: 'refused', reason: `${tier} retrieval has no capacity at the moment` };
    if (error instanceof ResourceNotFoundException) throw archiveMissing(error);
    if (error instanceof PolicyEnforcedException)
      return { kind: 'refused', reason: `the account's data retrieval policy does not allow a ${tier} retrieval now` };
    throw error;
  }
}

/** One that has succeeded before one still in progress; failed ones do not count, and expired ones are not listed. */
export async function findRetrieval(
  { client, vault }: Vault,
  { archiveId, description }: { archiveId: string; description: string },
): Promise<Retrieval | undefined> {
  let inProgress: Retrieval | undefined;
  for await (const { JobList = [] } of paginateListJobs({ client }, { ...vault })) {
    const ours = JobList.filter((job) => job.ArchiveId === archiveId && job.JobDescription === description);
    for (const { JobId: retrievalId, StatusCode, Tier } of ours) {
      if (!retrievalId || StatusCode === 'Failed') continue;
      const retrieval = { retrievalId, tier: oneOf(RETRIEVAL_TIERS, Tier) ?? 'Standard' };
      if (StatusCode === 'Succeeded') return retrieval;
      inProgress ??= retrieval;
    }
  }
  return inProgress;
}

const STATES: Record<string, RetrievalState> = { InProgress: 'inProgress', Succeeded: 'succeeded', Failed: 'failed' };

/** Goes by the status code: a job that has failed is completed, too. */
export async function describeRetrieval({ client, vault }: Vault, retrievalId: string): Promise<RetrievalState> {
  try {
    const { StatusCode = '' } = await client.send(new DescribeJobCommand({ ...vault, jobId: retrievalId }));
    const state = STATES[StatusCode];
    if (!state) throw new Error(`Glacier described a retrieval as ${JSON.stringify(StatusCode)}.`);
    return state;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return 'gone';
    throw error;
  }
}
