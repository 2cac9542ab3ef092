// bench/archive/crash.ts — kill -9 of the worker in the middle of an upload: how much of it is sent a second time.
import { resultWorkflowId } from '../../domain/workflow-ids.ts';
import { until } from '../../local/until.ts';
import { figure, ratio } from './figures.ts';
import { aResult } from './results.ts';
import type { Session } from './session.ts';
import type { Sent } from './wire.ts';

/** Parts that one upload has on their way at once (adapters/aws/glacier-upload.ts): the slots of a transfer. */
const SLOTS = 2;

export async function crashBench(session: Session, mib: number): Promise<void> {
  const { stack, starters, client, doors, wire } = session;
  const job = await aResult(session, { bytes: mib * 1024 ** 2 });
  const { jobId, userId, result } = job;
  const parts = Math.ceil(result.bytes / doors.objects.partBytes(result.bytes));

  await wire.clear();
  await starters.annotationCompleted({ jobId, userId });
  await until(async () => sentParts(await wire.sent()).length >= parts / 2, new AbortController().signal);
  await stack.kill('worker', 'SIGKILL');
  const before = sentParts(await wire.sent()).length;
  await stack.start('worker');
  await client.workflow.getHandle(resultWorkflowId(jobId)).result();

  const sent = await wire.sent();
  const workers = new Set(sent.filter(isPart).map(({ pid }) => pid)).size;
  if (workers !== 2) throw new Error(`${workers} workers sent parts: the kill came too late, or had no effect.`);
  const ranges = sentParts(sent);
  const again = ranges.length - new Set(ranges).size;
  const row = await doors.jobs.get(jobId);
  if (row?.archive?.treeHash !== result.treeHash) throw new Error('The archive has other bytes.');
  const meaning = `${mib} MiB, killed after ${before} of ${parts} parts: parts that were sent once, as a share of all that was sent`;
  ratio('crash-parts-sent-once', new Set(ranges).size / ranges.length, { meaning });
  figure('crash-parts-sent-again', String(again), {
    goal: `≤ ${SLOTS}`,
    meaning: 'one for each part that was on its way',
  });
  await doors.archives.of('glacier-vault').remove(row.archive.id);
}

/** The range of every part, as often as it was sent. */
function sentParts(sent: readonly Sent[]): string[] {
  return sent.filter(isPart).map(({ range = '' }) => range);
}

function isPart({ operation }: Sent): boolean {
  return operation === 'UploadMultipartPart';
}
