// local/glacier/jobs.ts — retrieval jobs: asked for here, completed by the agenda, read through job-output.ts.
import { z } from 'zod';
import type { Call, Reply } from './call.ts';
import { checkDescription, checkLimit, checkRange, checkTopic, pageOf, required } from './checks.ts';
import { invalid, noCapacity, noLongerSupported, notFound, policyEnforced } from './errors.ts';
import { newId, piecesOf, requireVault, type Glacier } from './glacier.ts';
import { describeJob } from './job-description.ts';
import { countRetrieval, enforcePolicy } from './policy.ts';
import { TIERS, type Archive, type Job, type Retrieval, type Tier } from './records.ts';
import { shaped } from './shaped.ts';
import { timeKey } from './store.ts';
import { isMebibyteAligned, isTreeHashAligned, leavesBetween, rootOf } from './tree.ts';

const text = z.string().nullish();
const JobParameters = z.object({
  Type: z.string(),
  ArchiveId: text,
  Description: text,
  Format: text,
  SNSTopic: text,
  RetrievalByteRange: text,
  Tier: text,
  InventoryRetrievalParameters: z.object({ StartDate: text, EndDate: text, Limit: text, Marker: text }).nullish(),
});
type JobParameters = z.infer<typeof JobParameters>;

/** InitiateJob, DescribeJob and ListJobs. */
export function jobOperations(glacier: Glacier) {
  const { store } = glacier;

  return {
    InitiateJob(call: Call): Reply {
      requireVault(glacier, call.vault);
      const job = newJob(glacier, call.vault, shaped(JobParameters, call.json()));
      refuseByFault(glacier, job.action);
      if (isStandard(job.action)) enforcePolicy(glacier, job.action.to - job.action.from);
      store.atomically(() => {
        store.jobs.put(`${job.vault}/${job.id}`, job);
        const dueAt = job.createdAt + delayOf(glacier, job.action);
        store.agenda.put(timeKey(dueAt, job.id), { kind: 'job', key: `${job.vault}/${job.id}` });
        if (isStandard(job.action)) countRetrieval(glacier, job.id, job.action.to - job.action.from);
      });
      glacier.wakeAgenda();
      const Location = `/${glacier.accountId}/vaults/${job.vault}/jobs/${job.id}`;
      return { status: 202, headers: { Location, 'x-amz-job-id': job.id } };
    },

    DescribeJob: (call: Call): Reply => ({ status: 200, json: describeJob(glacier, knownJob(glacier, call)) }),

    ListJobs({ vault, query }: Call): Reply {
      requireVault(glacier, vault);
      const limit = checkLimit(query, 50);
      const wanted = jobFilter(query);
      const jobs = store.jobs.list({ prefix: `${vault}/`, from: `${vault}/${query.get('marker') ?? ''}` });
      const matching = jobs.map(({ value }) => value).filter((job) => isAlive(job) && wanted(job));
      const { page, Marker } = pageOf(matching, limit, ({ id }) => id);
      return { status: 200, json: { JobList: page.map((job) => describeJob(glacier, job)), Marker } };
    },
  };
}

/** The job, or 404 where there is none or its time is over. */
export function knownJob(glacier: Glacier, { vault, id }: Call): Job {
  requireVault(glacier, vault);
  const job = glacier.store.jobs.get(`${vault}/${id}`);
  if (!job || !isAlive(job)) throw notFound(`The job ID was not found: ${id}`);
  return job;
}

const isAlive = ({ outcome }: Job): boolean => !outcome || Date.now() < outcome.until;
const isStandard = (action: Job['action']): action is Retrieval =>
  action.kind === 'archive' && action.tier === 'Standard';

function newJob(glacier: Glacier, vault: string, asked: JobParameters): Job {
  if (asked.Type === 'select') throw noLongerSupported('Select jobs are no longer supported.');
  if (asked.Type !== 'archive-retrieval' && asked.Type !== 'inventory-retrieval') {
    throw invalid(`Invalid job type: ${asked.Type}`);
  }
  return {
    id: newId(92),
    vault,
    ...(asked.Description != null && { description: checkDescription(asked.Description) }),
    ...(asked.SNSTopic != null && { snsTopic: checkTopic(asked.SNSTopic) }),
    createdAt: Date.now(),
    action: asked.Type === 'archive-retrieval' ? retrieval(glacier, vault, asked) : inventory(asked),
  };
}

function retrieval(glacier: Glacier, vault: string, asked: JobParameters): Retrieval {
  const id = required(asked.ArchiveId ?? undefined, 'ArchiveId');
  const archive = glacier.store.archives.get(`${vault}/${id}`);
  // A just deleted archive is still accepted, for Glacier may not know yet; the job fails when it completes.
  if (!archive || Date.now() >= (archive.deletedAt ?? Infinity) + glacier.settings.deletedWindowMs) {
    throw notFound(`The archive ID was not found: ${id}`);
  }
  const tier = TIERS.find((name) => name === (asked.Tier ?? 'Standard'));
  if (!tier) throw invalid(`Invalid tier: ${asked.Tier}`);
  const range =
    asked.RetrievalByteRange == null ? { from: 0, to: archive.size } : jobRange(asked.RetrievalByteRange, archive);
  const treeHash = rangeTreeHash(glacier, archive, range);
  return {
    kind: 'archive',
    tier,
    archiveId: id,
    archiveSize: archive.size,
    archiveTreeHash: archive.treeHash,
    ...range,
    ...(treeHash && { treeHash }),
  };
}

function jobRange(value: string, { size }: Archive): { from: number; to: number } {
  const range = checkRange(value, { prefix: '', suffix: '' });
  if (range.to > size) throw invalid(`Invalid retrieval byte range: ${value}. The archive has ${size} bytes.`);
  if (!isMebibyteAligned({ ...range, size }))
    throw invalid(`Invalid retrieval byte range: ${value} is not MiB-aligned`);
  return range;
}

function rangeTreeHash(glacier: Glacier, { owner, size, treeHash }: Archive, range: { from: number; to: number }) {
  if (range.from === 0 && range.to === size) return treeHash;
  return isTreeHashAligned({ ...range, size }) ? treeHashOf(glacier, owner, range) : undefined;
}

/** The tree hash of a MiB-aligned range of an owner's pieces; undefined where the pieces are gone. */
export function treeHashOf(
  glacier: Glacier,
  owner: string,
  { from, to }: { from: number; to: number },
): string | undefined {
  const pieces = piecesOf(glacier, owner, { from, to });
  const leaves = pieces.map((piece) => {
    const all = Buffer.from(piece.leaves, 'base64');
    return leavesBetween(all, Math.max(0, from - piece.start), Math.min(piece.size, to - piece.start));
  });
  return pieces.length > 0 ? rootOf(Buffer.concat(leaves)) : undefined;
}

function inventory(asked: JobParameters): Job['action'] {
  const format = asked.Format ?? 'JSON';
  if (format !== 'JSON' && format !== 'CSV') throw invalid(`Invalid format: ${format}`);
  const { StartDate, EndDate, Limit, Marker } = asked.InventoryRetrievalParameters ?? {};
  return {
    kind: 'inventory',
    format,
    ...(StartDate && { startDate: checkDate(StartDate) }),
    ...(EndDate && { endDate: checkDate(EndDate) }),
    ...(Limit && { limit: checkCount(Limit) }),
    ...(Marker && { marker: Marker }),
  };
}

function checkDate(value: string): string {
  if (Number.isNaN(Date.parse(value))) throw invalid(`Invalid date: ${value}`);
  return value;
}

function checkCount(value: string): number {
  if (!/^[1-9]\d{0,9}$/.test(value)) throw invalid(`Invalid limit: ${value}`);
  return Number(value);
}

function refuseByFault({ faults }: Glacier, action: Job['action']): void {
  if (action.kind !== 'archive') return;
  if (action.tier === 'Expedited' && faults.strike('no-expedited-capacity', 'InitiateJob')) {
    throw noCapacity('There is insufficient capacity to process this expedited request.');
  }
  if (faults.strike('policy-refusal', 'InitiateJob')) {
    throw policyEnforced('The retrieval would exceed the data retrieval policy of this account.');
  }
}

function delayOf({ settings }: Glacier, action: Job['action']): number {
  if (action.kind === 'inventory') return settings.inventoryMs;
  const delays: Record<Tier, number> = {
    Expedited: settings.expeditedMs,
    Standard: settings.standardMs,
    Bulk: settings.bulkMs,
  };
  return delays[action.tier];
}

function jobFilter(query: URLSearchParams): (job: Job) => boolean {
  const [statuscode, completed] = [query.get('statuscode'), query.get('completed')];
  if (statuscode && !['InProgress', 'Succeeded', 'Failed'].includes(statuscode)) {
    throw invalid(`Invalid statuscode: ${statuscode}`);
  }
  if (completed && completed !== 'true' && completed !== 'false') throw invalid(`Invalid completed: ${completed}`);
  return (job) =>
    (!statuscode || statusCodeOf(job) === statuscode) && (!completed || String(Boolean(job.outcome)) === completed);
}

const statusCodeOf = ({ outcome }: Job): string =>
  !outcome ? 'InProgress' : outcome.result.kind === 'succeeded' ? 'Succeeded' : 'Failed';
