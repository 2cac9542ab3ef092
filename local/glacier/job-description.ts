// local/glacier/job-description.ts — a job as DescribeJob shows it and as its notification carries it.
import { isoDate, vaultArn, type Glacier } from './glacier.ts';
import type { Job } from './records.ts';

/** The JSON of DescribeJob; what a kind of job does not have is absent, what it does not have yet is null. */
export function describeJob(glacier: Glacier, job: Job) {
  return {
    ...(job.action.kind === 'archive' ? retrievalFields(job.action) : inventoryFields(job.action, job)),
    Completed: job.outcome !== undefined,
    CompletionDate: job.outcome ? isoDate(job.outcome.at) : null,
    CreationDate: isoDate(job.createdAt),
    JobDescription: job.description ?? null,
    JobId: job.id,
    SNSTopic: job.snsTopic ?? null,
    ...statusFields(job),
    VaultARN: vaultArn(glacier, job.vault),
  };
}

function retrievalFields(action: Extract<Job['action'], { kind: 'archive' }>) {
  return {
    Action: 'ArchiveRetrieval',
    ArchiveId: action.archiveId,
    ArchiveSHA256TreeHash: action.archiveTreeHash,
    ArchiveSizeInBytes: action.archiveSize,
    InventoryRetrievalParameters: null,
    InventorySizeInBytes: null,
    RetrievalByteRange: `${action.from}-${action.to - 1}`,
    SHA256TreeHash: action.treeHash ?? null,
    Tier: action.tier,
  };
}

function inventoryFields(action: Extract<Job['action'], { kind: 'inventory' }>, { outcome }: Job) {
  const succeeded = outcome?.result.kind === 'succeeded' ? outcome.result : undefined;
  return {
    Action: 'InventoryRetrieval',
    InventoryRetrievalParameters: {
      EndDate: action.endDate ?? null,
      Format: action.format,
      Limit: action.limit === undefined ? null : String(action.limit),
      Marker: succeeded?.nextMarker ?? null,
      StartDate: action.startDate ?? null,
    },
    InventorySizeInBytes: succeeded?.size ?? null,
  };
}

function statusFields({ outcome }: Job) {
  if (!outcome) return { StatusCode: 'InProgress', StatusMessage: 'Operation in progress' };
  const { result } = outcome;
  return result.kind === 'succeeded'
    ? { StatusCode: 'Succeeded', StatusMessage: 'Succeeded' }
    : { StatusCode: 'Failed', StatusMessage: result.message };
}
