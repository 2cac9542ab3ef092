// test/support/steps-in-memory.ts — all steps over ports in memory, on the clock of the test server.
import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { createActivities } from '../../activities/index.ts';
import type { Ports } from '../../activities/ports.ts';
import type { AnnotationOutcome, AnnotationRun } from '../../domain/annotation.ts';
import type { RetrievalCaps } from '../../domain/retrieval-cost.ts';
import type { Starters } from '../../temporal/starters.ts';
import { hours, minutes } from './builders.ts';
import type { Fakes } from './fakes/index.ts';

export const GRACE_MS = minutes(5);
export const RESULT = Buffer.from('##fileformat=VCFv4.2\nchrM\t11778\t.\tG\tA\t.\t.\tBCSQ=missense|MT-ND4\n');

interface StepsOptions {
  fakes: Fakes;
  starters: Starters;
  now: () => number;
  waitMs?: number;
  through?: (ports: Ports) => Ports;
}

/** The steps, what their annotator does and what retrievals may cost; `close` removes their scratch folder. */
export function stepsOver({ fakes, starters, now, waitMs, through = (ports) => ports }: StepsOptions) {
  const scratchFolder = mkdtempSync(join(tmpdir(), 'gas-test-'));
  const annotator = { annotate: annotateTiny };
  const caps: RetrievalCaps = {};
  const activities = createActivities(
    through({
      ...fakes,
      annotator: { annotate: (run) => annotator.annotate(run) },
      movers: starters,
      notices: starters,
      annotations: starters,
      rules: {
        graceMs: GRACE_MS,
        freeInputBytes: 1000,
        premiumInputBytes: 1_000_000,
        retrievalRounds: 3,
        retrievalCaps: caps,
        orphanAgeMs: hours(48),
        notices: { gatherMs: 5000, leadMs: hours(24) },
        tiers: {
          Expedited: { expectedMs: minutes(5), waitMs: waitMs ?? minutes(10) },
          Standard: { expectedMs: hours(5), waitMs: hours(6) },
          Bulk: { expectedMs: hours(12), waitMs: hours(13) },
        },
      },
      settings: {
        inputsBucket: 'inputs',
        resultsBucket: 'results',
        keyPrefix: 'gas',
        scratchFolder,
        webUrl: 'http://gas.test',
      },
      now,
    }),
  );
  return { activities, annotator, caps, close: () => rm(scratchFolder, { recursive: true, force: true }) };
}

async function annotateTiny({ outputFolder }: AnnotationRun): Promise<AnnotationOutcome> {
  const [resultPath, indexPath, logPath] = ['result', 'index', 'log'].map((name) => join(outputFolder, name)) as [
    string,
    string,
    string,
  ];
  await Promise.all([writeFile(resultPath, RESULT), writeFile(indexPath, 'index'), writeFile(logPath, 'Annotated.\n')]);
  return { kind: 'annotated', resultPath, indexPath, logPath, records: 1, consequences: { missense: 1 } };
}

/** In a step, when its attempt was scheduled: what a clock on the wall would show there. Outside, when that last was. */
export async function serverClock(env: TestWorkflowEnvironment): Promise<() => number> {
  let last = await env.currentTimeMs();
  return () => {
    if (inActivity()) last = Context.current().info.currentAttemptScheduledTimestampMs;
    return last;
  };
}

function inActivity(): boolean {
  try {
    return Context.current() !== undefined;
  } catch {
    return false;
  }
}
