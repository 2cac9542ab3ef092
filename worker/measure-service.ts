// worker/measure-service.ts — the service as a whole, as Temporal sees it, and the disk under our annotations. Every worker
// that runs workflows tells the same numbers, so ask for their maximum, not for their sum.
import { statfs } from 'node:fs/promises';
import type { Registry } from 'prom-client';
import { gauge, remembered, type Reading } from '../telemetry/registry.ts';
import type { Census } from '../temporal/census.ts';

/** A census takes some twenty small requests of Temporal. */
const CENSUS_EVERY_MS = 15_000;

/** Counted when it is scraped; while Temporal is away there are no numbers. */
export function measureService(registry: Registry, take: () => Promise<Census>): void {
  const census = remembered(take, CENSUS_EVERY_MS);
  const from = (read: (census: Census) => readonly Reading[]) => async () => {
    const counted = await census();
    return counted ? read(counted) : [];
  };
  gauge(registry, ['gas_workflows_open', 'Open workflows by phase', 'phase'], from(phasesOf));
  gauge(
    registry,
    ['gas_moves_late', 'Results whose move has been open for longer than it may take', 'move'],
    from(lateOf),
  );
  gauge(registry, ['gas_task_backlog', 'Tasks that wait for a worker, about', 'queue'], from(tasksOf));
  gauge(registry, ['gas_task_backlog_age_seconds', 'How long the oldest of them waits', 'queue'], from(agesOf));
  gauge(registry, ['gas_results', 'Results by place, by the newest reconciliation', 'place'], from(resultsOf));
  gauge(registry, ['gas_result_bytes', 'Their bytes', 'place'], from(bytesOf));
  gauge(registry, ['gas_results_counted_at_seconds', 'When that was, in seconds since 1970'], from(countedAt));
}

const phasesOf = ({ phases }: Census) => [...phases].map(([phase, open]): Reading => [{ phase }, open]);
const lateOf = ({ late }: Census) => Object.entries(late).map(([move, results]): Reading => [{ move }, results]);
const tasksOf = ({ backlogs }: Census) =>
  backlogs.map(({ taskQueue: queue, backlog }): Reading => [{ queue }, backlog]);
const agesOf = ({ backlogs }: Census) =>
  backlogs.map(({ taskQueue: queue, oldestMs }): Reading => [{ queue }, oldestMs / 1000]);
const storedIn = ({ places }: Census) => Object.entries(places?.storage ?? {});
const resultsOf = (census: Census) => storedIn(census).map(([place, { results }]): Reading => [{ place }, results]);
const bytesOf = (census: Census) => storedIn(census).map(([place, { bytes }]): Reading => [{ place }, bytes]);
const countedAt = ({ places }: Census): Reading[] => (places ? [[{}, places.countedAt / 1000]] : []);

/** The disk of the folder in which files are annotated, which the first annotation makes. */
export function measureScratch(registry: Registry, folder: string): void {
  gauge(
    registry,
    ['gas_scratch_bytes', 'The disk under the scratch folder, and what is free of it', 'of'],
    async () => {
      const disk = await statfs(folder).catch(() => undefined);
      if (!disk) return [];
      const { bsize, blocks, bavail } = disk;
      return [
        [{ of: 'disk' }, bsize * blocks],
        [{ of: 'free' }, bsize * bavail],
      ];
    },
  );
}
