// adapters/aws/glacier-inventory.ts — what a vault holds: its open uploads, and its inventory, a window at a time.
import type { GlacierJobDescription } from '@aws-sdk/client-glacier';
import {
  DescribeJobCommand,
  GetJobOutputCommand,
  InitiateJobCommand,
  ListMultipartUploadsCommand,
  paginateListJobs,
} from '@aws-sdk/client-glacier';
import { Readable } from 'node:stream';
import type { ListedArchive, OpenUpload } from '../../domain/archive-store.ts';
import { ownerOf } from './archive-description.ts';
import { filled } from './filled.ts';
import type { Vault } from './glacier-upload.ts';
import { rowsIn } from './inventory-csv.ts';

/** An inventory is up to a day old when it is asked for; half a day more is little, and many askers share one. */
const FRESH_MS = 12 * 3_600_000;

export async function openUploadsOf(
  { client, vault }: Vault,
  cursor?: string,
): Promise<{ uploads: OpenUpload[]; cursor?: string }> {
  const { UploadsList = [], Marker } = await client.send(
    new ListMultipartUploadsCommand({ ...vault, ...(cursor ? { marker: cursor } : {}) }),
  );
  const uploads = UploadsList.map(({ MultipartUploadId = '', ArchiveDescription, CreationDate = '' }) => ({
    uploadId: MultipartUploadId,
    ...ownerOf(ArchiveDescription),
    startedAt: Date.parse(CreationDate),
  }));
  return Marker ? { uploads, cursor: Marker } : { uploads };
}

/** A whole inventory in CSV of the last hours that has not failed; else a new one is asked for, which takes hours itself. */
export async function startInventory({ client, vault }: Vault): Promise<string> {
  for await (const { JobList = [] } of paginateListJobs({ client }, { ...vault })) {
    const adopted = JobList.find(isOfUse)?.JobId;
    if (adopted) return adopted;
  }
  const jobParameters = { Type: 'inventory-retrieval', Format: 'CSV' };
  const { jobId } = await client.send(new InitiateJobCommand({ ...vault, jobParameters }));
  if (!jobId) throw new Error('Glacier started an inventory without naming it.');
  return jobId;
}

function isOfUse({
  Action,
  StatusCode,
  CreationDate = '',
  InventoryRetrievalParameters: asked,
}: GlacierJobDescription) {
  const isWhole = asked?.Format === 'CSV' && !(asked.StartDate ?? asked.EndDate ?? asked.Limit);
  const isFresh = Date.now() - Date.parse(CreationDate) < FRESH_MS;
  return Action === 'InventoryRetrieval' && StatusCode !== 'Failed' && isWhole && isFresh;
}

/** A page is what begins in one window; the cursor is where the next row begins, and the size of the whole. */
export async function pageOfInventory(
  { client, vault }: Vault,
  { retrievalId, cursor, windowBytes }: { retrievalId: string; cursor?: string; windowBytes: number },
): Promise<{ archives: ListedArchive[]; cursor?: string }> {
  const { from, size } = cursor ? positionOf(cursor) : { from: 0, size: await sizeOf({ client, vault }, retrievalId) };
  const to = Math.min(size, from + windowBytes);
  if (from >= to) return { archives: [] };
  const { body } = await client.send(
    new GetJobOutputCommand({ ...vault, jobId: retrievalId, range: `bytes=${from}-${to - 1}` }),
  );
  if (!(body instanceof Readable)) throw new Error('Glacier answered without a body.');
  const { archives, bytes } = rowsIn(await filled(body, Buffer.alloc(to - from)), to === size);
  const next = from + bytes;
  return next < size ? { archives, cursor: `${next}/${size}` } : { archives };
}

async function sizeOf({ client, vault }: Vault, jobId: string): Promise<number> {
  const { InventorySizeInBytes } = await client.send(new DescribeJobCommand({ ...vault, jobId }));
  if (typeof InventorySizeInBytes !== 'number') throw new Error('The inventory has no size: it is not there yet.');
  return InventorySizeInBytes;
}

function positionOf(cursor: string): { from: number; size: number } {
  const [from = Number.NaN, size = Number.NaN] = cursor.split('/').map(Number);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(size))
    throw new RangeError('This cursor does not belong to this inventory.');
  return { from, size };
}
