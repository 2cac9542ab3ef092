// bridge/backlogs.ts — tells CloudWatch how much work waits for the workers, in its embedded metric format: a line of the log
// is all it takes, no permission and no agent (docs/decisions/0016).
import type { Logger } from 'pino';
import type { Backlog } from '../temporal/backlogs.ts';

interface Telling {
  read: () => Promise<readonly Backlog[]>;
  everyMs: number;
  /** Of Temporal: several services may tell into one account. */
  namespace: string;
  write: (line: string) => void;
  log: Pick<Logger, 'warn'>;
}

const METRICS = [
  { Name: 'Backlog', Unit: 'Count' },
  { Name: 'BacklogAge', Unit: 'Seconds' },
  { Name: 'Workers', Unit: 'Count' },
  { Name: 'BacklogPerWorker', Unit: 'Count' },
];

/** One line for each task queue, at once and every `everyMs`. Where Temporal is away it says so, and tells nothing. */
export function tellBacklogs({ read, everyMs, namespace, write, log }: Telling): () => void {
  let asking = false;
  async function tell(): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      for (const backlog of await read()) write(metricLine(backlog, { namespace, at: Date.now() }));
    } catch (error) {
      log.warn({ reason: String(error) }, 'nobody knows how much work waits'); // an alarm misses the metric
    } finally {
      asking = false;
    }
  }
  const timer = setInterval(() => void tell(), everyMs);
  void tell();
  return () => clearInterval(timer);
}

/** CloudWatch Logs, "Embedded metric format specification". */
function metricLine(
  { taskQueue, backlog, oldestMs, workers }: Backlog,
  { namespace, at }: { namespace: string; at: number },
): string {
  const Dimensions = [['TemporalNamespace', 'TaskQueue']];
  return JSON.stringify({
    _aws: { Timestamp: at, CloudWatchMetrics: [{ Namespace: 'GAS', Dimensions, Metrics: METRICS }] },
    TemporalNamespace: namespace,
    TaskQueue: taskQueue,
    Backlog: backlog,
    BacklogAge: Math.round(oldestMs / 1000),
    Workers: workers,
    // Where nobody is left, all of it waits for the first who comes.
    BacklogPerWorker: backlog / Math.max(1, workers),
  });
}
