// test/bridge/recording-starters.ts — starters that note what they are asked for, and can be away, block or fail.
import type { WorkStarters } from '../../bridge/hand-over.ts';
import { TemporalAway } from '../../temporal/errors.ts';

type Behaviour = () => Promise<void>;

const accept: Behaviour = async () => undefined;

/** `accepted` holds each call that came through, in the words of its starter; `attempts` counts all of them. */
export function recordingStarters() {
  const accepted: unknown[] = [];
  let behaviour = accept;
  let answers = true;
  let attempts = 0;

  async function record(starter: string, call: unknown): Promise<void> {
    attempts += 1;
    await behaviour();
    accepted.push([starter, call]);
  }
  const starters: WorkStarters = {
    annotationCompleted: (result) => record('annotationCompleted', result),
    changePlan: (change) => record('changePlan', change),
    requestJob: (request) => record('requestJob', request),
    async archiveThawed(jobId) {
      await record('archiveThawed', jobId);
      return false;
    },
    healthy: async () => answers,
  };
  return {
    starters,
    accepted,
    attempts: () => attempts,
    accept() {
      answers = true;
      behaviour = accept;
    },
    /** Nothing answers; with `health` fine, starts fail all the same. */
    away({ health = false } = {}) {
      answers = health;
      behaviour = () => Promise.reject(new TemporalAway('Temporal does not answer.'));
    },
    /** Starts wait until the function that comes back is called. */
    block(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      behaviour = () => promise;
      return resolve;
    },
    failWith(error: Error) {
      behaviour = async () => {
        throw error;
      };
    },
  };
}
