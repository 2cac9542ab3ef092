// cli/operators/status-words.ts — `gas status` in words for a terminal, and in JSON for machines.
import { isoTime } from '../../domain/iso-time.ts';
import { PLACES } from '../../domain/storage.ts';
import type { Backlog, FailedWorkflows, OpenWorkflows } from '../../temporal/overview.ts';
import type { CostStatus, Status, StorageStatus } from './status.ts';
import { lines, plain } from './told.ts';
import { columns, count, section } from './words.ts';

export function statusText(status: Status): string {
  return [
    'queues',
    ...queueLines(status),
    ...section('open workflows', lines(status.open, openLines)),
    ...section('failed in the last day', lines(status.failed, failedLines)),
    ...section('task queues', lines(status.backlog, backlogLines)),
    ...section('results by place', lines(status.storage, storageLines)),
    ...section('retrievals today (UTC)', lines(status.costs, costLines)),
  ].join('\n');
}

function queueLines({ queues }: Status): string[] {
  return columns(
    queues.map(({ queue, depth }) => {
      if ('unavailable' in depth) return [queue, `cannot be told: ${depth.unavailable}`];
      const { waiting, inFlight, delayed, dead, deadSince } = depth.told;
      const since = deadSince === undefined ? '' : `, the oldest seen of ${isoTime(deadSince)}`;
      const later = delayed > 0 ? `, ${delayed} delayed` : '';
      return [queue, `${waiting} waiting, ${inFlight} in flight${later}`, count(dead, 'dead letter') + since];
    }),
  );
}

const named = (counted: OpenWorkflows['types']) => counted.map(({ name, open }) => `${name} ${open}`).join(', ');

function openLines({ types, phases }: OpenWorkflows): string[] {
  if (types.length === 0) return ['  none'];
  return columns([
    ['by type', named(types)],
    ['by phase', named(phases) || 'none has told one'],
  ]);
}

function failedLines({ count: failed, newest }: FailedWorkflows): string[] {
  const examples = columns(newest.map(({ workflowId, type, closedAt }) => [isoTime(closedAt), type, workflowId]));
  return [`  ${failed}`, ...examples];
}

function backlogLines(backlog: readonly Backlog[]): string[] {
  return columns(
    backlog.map(({ queue, kind, workers, waiting, oldestMs }) => [
      queue,
      kind === 'workflow' ? 'workflows' : 'steps',
      `${waiting} waiting${waiting > 0 ? `, the oldest for ${Math.round(oldestMs / 1000)} s` : ''}`,
      count(workers, 'worker'),
    ]),
  );
}

function storageLines(storage: StorageStatus | 'unknown'): string[] {
  if (storage === 'unknown') return ['  not known: no comparison has been made yet; --scan counts now'];
  if (!storage.storage) return ['  the last comparison did not count them; --scan counts now'];
  const { storage: places, at, scanned } = storage;
  const counted = PLACES.filter((place) => places[place].results > 0);
  const shown = counted.map((place) => [
    place,
    count(places[place].results, 'result'),
    count(places[place].bytes, 'byte'),
  ]);
  const how = scanned ? 'counted now' : `as the comparison of ${isoTime(at)} counted them; --scan counts now`;
  return [...columns(shown), `  ${counted.length === 0 ? 'none; ' : ''}${how}`];
}

const of = (cap: string | undefined) => (cap === undefined ? '' : ` of ${cap}`);

function costLines({ day, spent, caps }: CostStatus): string[] {
  if (!spent)
    return [`  ${day}: not counted, since neither GAS_RETRIEVAL_DAILY_BYTES nor GAS_RETRIEVAL_DAILY_COST is set`];
  const bytes = `${count(spent.bytes, 'byte')}${of(caps.bytes === undefined ? undefined : count(caps.bytes, 'byte'))}`;
  const dollars = `$${(spent.microdollars / 1e6).toFixed(4)}`;
  const most = caps.microdollars === undefined ? undefined : `$${(caps.microdollars / 1e6).toFixed(2)}`;
  return [`  ${day}: ${bytes}, ${dollars}${of(most)} at list price`];
}

export function statusJson({ queues, open, failed, backlog, storage, costs }: Status): object {
  return {
    queues: queues.map(({ queue, depth }) => ({
      queue,
      ...plain(depth, ({ waiting, inFlight, delayed, dead, deadSince }) => ({
        waiting,
        in_flight: inFlight,
        delayed,
        dead,
        ...(deadSince === undefined ? {} : { oldest_dead_at: isoTime(deadSince) }),
      })),
    })),
    workflows: {
      open: plain(open, ({ types, phases }) => ({ types: byName(types), phases: byName(phases) })),
      failed: plain(failed, ({ count: many, newest }) => ({
        count: many,
        newest: newest.map(({ workflowId, type, closedAt }) => ({
          workflow_id: workflowId,
          type,
          closed_at: isoTime(closedAt),
        })),
      })),
      backlog: plain(backlog, (all) => all.map(({ oldestMs, ...rest }) => ({ ...rest, oldest_ms: oldestMs }))),
    },
    storage: plain(storage, (seen) =>
      seen === 'unknown'
        ? {}
        : { counted_at: isoTime(seen.at), scanned: seen.scanned, ...(seen.storage && { places: seen.storage }) },
    ),
    costs: plain(costs, ({ day, spent, caps }) => ({ day, spent, caps })),
  };
}

function byName(counted: OpenWorkflows['types']): Record<string, number> {
  return Object.fromEntries(counted.map(({ name, open }) => [name, open]));
}
