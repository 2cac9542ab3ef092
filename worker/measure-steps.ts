// worker/measure-steps.ts — measures steps from outside, by what goes into them and what they answer: they know nothing of it.
import type { ActivityExecuteInput, ActivityInterceptorsFactory } from '@temporalio/worker';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { Activities } from '../activities/index.ts';
import { retrievalMicrodollars } from '../domain/retrieval-cost.ts';

interface Seen<Name extends keyof Activities> {
  args: Parameters<Activities[Name]>;
  /** Undefined where the attempt failed. */
  answer: Awaited<ReturnType<Activities[Name]>> | undefined;
  seconds: number;
  attempt: number;
}
type Meters = { [Name in keyof Activities]?: (seen: Seen<Name>) => void };

const TRANSFER_SECONDS = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600];
const MEGABYTES_A_SECOND = [0.1, 0.5, 1, 5, 10, 25, 50, 100, 200, 400];
const ANNOTATION_SECONDS = [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 1800, 7200];

/** Counts transfers, retrievals, annotations, and results that have come to another place. */
export function measuredSteps(registry: Registry): ActivityInterceptorsFactory {
  const meters: Meters = {
    ...transferMeters(registry),
    ...retrievalMeters(registry),
    ...annotationMeters(registry),
    ...placeMeters(registry),
  };
  return ({ info: { activityType, attempt } }) => {
    const meter = (meters as Record<string, ((seen: Seen<never>) => void) | undefined>)[activityType];
    if (!meter) return {};
    return {
      inbound: {
        async execute(input: ActivityExecuteInput, next) {
          const startedAt = performance.now();
          let answer: unknown;
          try {
            return (answer = await next(input));
          } finally {
            const seconds = (performance.now() - startedAt) / 1000;
            meter({ args: input.args, answer, seconds, attempt } as unknown as Seen<never>);
          }
        },
      },
    };
  };
}

function transferMeters(registry: Registry): Meters {
  const moved = transferMeter(registry);
  return {
    uploadToArchive: ({ args: [{ claim }], answer, ...seen }) =>
      moved('archive', { ...seen, bytes: claim.source.bytes, ...(answer && { done: answer.kind === 'stored' }) }),
    copyBack: ({ args: [{ claim }], answer, ...seen }) =>
      moved('restore', { ...seen, bytes: claim.archive.bytes, ...(answer && { done: answer.kind === 'copied' }) }),
  };
}

interface Transfer {
  attempt: number;
  bytes: number;
  seconds: number;
  /** Missing where the attempt failed; false where there was nothing to move. */
  done?: boolean;
}

function transferMeter(registry: Registry): (direction: string, transfer: Transfer) => void {
  const registers = [registry];
  const labelNames = ['direction'];
  const bytes = new Counter({
    name: 'gas_transfer_bytes_total',
    help: 'Bytes of results moved',
    labelNames,
    registers,
  });
  const failures = new Counter({
    name: 'gas_transfer_failures_total',
    help: 'Attempts that failed',
    labelNames,
    registers,
  });
  const retries = new Counter({
    name: 'gas_transfer_retries_total',
    help: 'Attempts after the first',
    labelNames,
    registers,
  });
  const seconds = new Histogram({
    name: 'gas_transfer_seconds',
    help: 'Of an attempt that moved a result',
    labelNames,
    buckets: TRANSFER_SECONDS,
    registers,
  });
  const rates = new Histogram({
    name: 'gas_transfer_megabytes_per_second',
    help: 'Rate of an attempt that moved a result',
    labelNames,
    buckets: MEGABYTES_A_SECOND,
    registers,
  });

  return (direction, { attempt, done, ...move }) => {
    if (attempt > 1) retries.inc({ direction });
    if (done === undefined) failures.inc({ direction });
    if (!done) return;
    bytes.inc({ direction }, move.bytes);
    seconds.observe({ direction }, move.seconds);
    rates.observe({ direction }, move.bytes / 1e6 / Math.max(move.seconds, 0.001));
  };
}

function retrievalMeters(registry: Registry): Meters {
  const registers = [registry];
  const retrievals = new Counter({
    name: 'gas_retrievals_total',
    help: 'Retrievals asked for: started, adopted, refused by the archive, postponed by the budget',
    labelNames: ['tier', 'answer'],
    registers,
  });
  const dollars = new Counter({
    name: 'gas_retrieval_cost_dollars_total',
    help: 'List price of the retrievals started',
    labelNames: ['tier'],
    registers,
  });
  return {
    startRetrieval({ args: [{ claim, tier }], answer }) {
      if (!answer) return;
      const adopted = answer.kind === 'started' && answer.firstWaitMs === 0;
      retrievals.inc({ tier, answer: adopted ? 'adopted' : answer.kind });
      if (answer.kind === 'started' && !adopted)
        dollars.inc({ tier }, retrievalMicrodollars(tier, claim.archive.bytes) / 1e6);
    },
  };
}

function annotationMeters(registry: Registry): Meters {
  const registers = [registry];
  const annotations = new Counter({
    name: 'gas_annotations_total',
    help: 'Attempts to annotate: annotated, refused for what is in the file, or error',
    labelNames: ['outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'gas_annotation_seconds',
    help: 'Of an attempt that annotated',
    buckets: ANNOTATION_SECONDS,
    registers,
  });
  return {
    annotate({ answer, seconds: took }) {
      annotations.inc({ outcome: answer?.kind ?? 'error' });
      if (answer?.kind === 'annotated') seconds.observe(took);
    },
  };
}

function placeMeters(registry: Registry): Meters {
  const arrivals = new Counter({
    name: 'gas_results_moved_total',
    help: 'Results that have come to a place: hot, archived, restored, removed',
    labelNames: ['place'],
    registers: [registry],
  });
  return {
    recordCompleted: ({ answer }) => answer?.kind === 'recorded' && arrivals.inc({ place: 'hot' }),
    recordArchived: ({ answer }) => answer?.kind === 'recorded' && arrivals.inc({ place: 'archived' }),
    recordRestored: ({ answer }) => answer?.kind === 'recorded' && arrivals.inc({ place: 'restored' }),
    removeResult: ({ answer }) => answer === 'removed' && arrivals.inc({ place: 'removed' }),
  };
}
