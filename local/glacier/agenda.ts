// local/glacier/agenda.ts — completes jobs when their tier says so, and forgets outputs and uploads whose time is over.
import type { Glacier } from './glacier.ts';
import { newId, releasePieces } from './glacier.ts';
import { renderInventory } from './inventory.ts';
import { describeJob } from './job-description.ts';
import { pieceAt } from './archives.ts';
import type { Due, InventoryRequest, Job, Outcome } from './records.ts';
import { pieceKey, timeKey, timeOf, type Store } from './store.ts';

interface Entry {
  key: string;
  value: Due;
}

/** Looks at everything that is due; answers when to look next. A job that fell due while the server was down is due now. */
export async function runAgenda(glacier: Glacier, announce: boolean): Promise<number | undefined> {
  for (;;) {
    const [next] = glacier.store.agenda.list({ limit: 1 });
    if (!next) return undefined;
    if (timeOf(next.key) > Date.now()) return timeOf(next.key);
    await settle(glacier, next, announce);
  }
}

async function settle(glacier: Glacier, entry: Entry, announce: boolean): Promise<void> {
  if (entry.value.kind === 'upload') return settleUpload(glacier, entry);
  const job = glacier.store.jobs.get(entry.value.key);
  if (!job) return glacier.store.agenda.delete(entry.key); // its vault is gone
  if (job.outcome) return forgetJob(glacier, entry, job);
  await completeJob(glacier, { entry, job, announce });
}

async function completeJob(
  glacier: Glacier,
  { entry, job, announce }: { entry: Entry; job: Job; announce: boolean },
): Promise<void> {
  const { store, settings } = glacier;
  const fails = glacier.faults.strike('fail-job', 'CompleteJob') !== undefined;
  const inventory =
    job.action.kind === 'inventory' && !fails ? await writeInventory(glacier, job, job.action) : undefined;
  store.atomically(() => {
    store.agenda.delete(entry.key);
    if (!store.jobs.get(entry.value.key)) return; // the vault went meanwhile; the next sweep takes an inventory's file
    if (inventory) store.pieces.put(pieceKey(job.id, 0), pieceAt(inventory.piece, 0));
    const result = fails
      ? failed('The job failed because of an internal error.')
      : (inventory?.result ?? thawed(store, job));
    const at = Date.now();
    const outcome = { at, until: at + settings.outputLifeMs, result };
    if (result.kind === 'succeeded') store.holds.put(`${result.owner}/${job.id}`, true);
    store.jobs.put(entry.value.key, { ...job, outcome });
    store.agenda.put(timeKey(outcome.until, job.id), entry.value);
    if (announce) writeNotices(glacier, { ...job, outcome });
  });
}

const failed = (message: string): Outcome['result'] => ({ kind: 'failed', message });

// Inside the transaction, so that the archive is there as long as the job holds its pieces.
function thawed({ archives }: Store, { vault, action }: Job): Outcome['result'] {
  const archive = action.kind === 'archive' ? archives.get(`${vault}/${action.archiveId}`) : undefined;
  if (action.kind !== 'archive' || !archive || archive.deletedAt) return failed('The archive was deleted.');
  return { kind: 'succeeded', owner: archive.owner, size: action.to - action.from };
}

async function writeInventory(glacier: Glacier, job: Job, request: InventoryRequest) {
  const { body, nextMarker } = renderInventory(glacier, job.vault, request);
  const piece = await glacier.bytes.receive([body]);
  const result = { kind: 'succeeded', owner: job.id, size: body.length, ...(nextMarker && { nextMarker }) } as const;
  return { piece, result };
}

/** To the vault's topic, if it asks for this kind of job, and to the job's own: to both where both are set. */
function writeNotices(glacier: Glacier, job: Job): void {
  const { store, faults } = glacier;
  const event = job.action.kind === 'archive' ? 'ArchiveRetrievalCompleted' : 'InventoryRetrievalCompleted';
  const ofVault = store.vaults.get(job.vault)?.notifications;
  const topics = [ofVault?.Events.includes(event) ? ofVault.SNSTopic : undefined, job.snsTopic].filter(
    (arn) => arn != null,
  );
  if (topics.length === 0 || faults.strike('lose-notification', 'CompleteJob')) return;

  const copies = faults.strike('double-notification', 'CompleteJob') ? [...topics, ...topics] : topics;
  const message = JSON.stringify(describeJob(glacier, job));
  for (const topic of copies) {
    const id = newId(92);
    store.notices.put(timeKey(Date.now(), id), { id, topic, message, createdAt: Date.now(), attempts: 0 });
  }
}

async function forgetJob(glacier: Glacier, entry: Entry, job: Job): Promise<void> {
  const { store } = glacier;
  const { until, result } = job.outcome!;
  const files = store.atomically(() => {
    store.agenda.delete(entry.key);
    if (Date.now() < until) {
      store.agenda.put(timeKey(until, job.id), entry.value);
      return [];
    }
    store.jobs.delete(entry.value.key);
    return result.kind === 'succeeded' ? releasePieces(glacier, result.owner, job.id) : [];
  });
  await glacier.bytes.drop(files);
}

// An upload is looked at when its life could be over; one that has had a part since lives on.
async function settleUpload(glacier: Glacier, entry: Entry): Promise<void> {
  const { store, settings } = glacier;
  const files = store.atomically(() => {
    store.agenda.delete(entry.key);
    const upload = store.uploads.get(entry.value.key);
    if (!upload) return [];
    const over = upload.end ? upload.end.at + settings.completeWindowMs : upload.touchedAt + settings.uploadLifeMs;
    if (Date.now() < over) {
      store.agenda.put(timeKey(over, upload.id), entry.value);
      return [];
    }
    store.uploads.delete(entry.value.key);
    return releasePieces(glacier, upload.id, 'upload');
  });
  await glacier.bytes.drop(files);
}
