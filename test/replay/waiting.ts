// test/replay/waiting.ts — what every scene needs: whose history is kept, and when a workflow waits.
import { until } from '../support/until.ts';
import { GAS_PHASE } from '../../workflows/search-attributes.ts';
import type { Phase } from '../../workflows/search-attributes.ts';
import type { Cast, Stage } from '../model/stage.ts';

/** The workflow whose history is kept; of a chain of runs the first, where `first` says so. */
export interface Kept {
  workflowId: string;
  first?: true;
}

export type Scene = (stage: Stage, cast: Cast) => Promise<Kept>;

export const result = ({ jobId }: Cast): Kept => ({ workflowId: `result/${jobId}` });

/** Waits, without skipping time, until a workflow says that it has come so far, and a timer of it runs. */
export async function reached(stage: Stage, { workflowId }: Kept, phase: Phase): Promise<void> {
  await until(
    async () => {
      const { typedSearchAttributes } = await stage.handle(workflowId).describe();
      const last = (await stage.handle(workflowId).fetchHistory()).events!.at(-1)!;
      return typedSearchAttributes.get(GAS_PHASE) === phase && last.timerStartedEventAttributes;
    },
    () => `${workflowId} waits in ${phase}`,
  );
}

/** Blocks every annotation from now on; answers how to let them go on. */
export function heldAnnotator({ service }: Stage) {
  const { annotate } = service.annotator;
  const held = Promise.withResolvers<void>();
  const reachedIt = Promise.withResolvers<void>();
  service.annotator.annotate = async (run) => {
    reachedIt.resolve();
    await held.promise;
    return annotate(run);
  };
  return {
    reached: reachedIt.promise,
    release() {
      service.annotator.annotate = annotate;
      held.resolve();
    },
  };
}
