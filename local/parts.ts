// local/parts.ts — the parts of the stack together: who starts after whom, and who stops before whom.
import { child, type Child, type Surroundings } from './child.ts';
import {
  awsEmulator,
  glacierServer,
  identityProvider,
  mailbox,
  temporalServer,
  type Setting,
} from './infrastructure.ts';
import { service, SERVICES, type ServiceName } from './services.ts';

export type ChildName = 'temporal' | 'aws' | 'glacier' | 'identity' | 'mailbox' | ServiceName;

export interface Parts {
  the: (name: ChildName) => Child;
  /** Starts the infrastructure and these of our processes; throws the first failure, when none is starting any more. */
  start: (processes: readonly ServiceName[], signal?: AbortSignal) => Promise<void>;
  /** Our processes first, the emulator that has to write its state last. */
  stop: () => Promise<void>;
}

/** All parts of the stack, none of them started. */
export function partsOf(setting: Setting, surroundings: Surroundings): Parts {
  const programs = [
    ...[awsEmulator, mailbox, identityProvider, glacierServer, temporalServer].map((program) => program(setting)),
    ...SERVICES.map((name) => service(name, setting)),
  ];
  const children = programs.map((program) => child(program, surroundings));
  const the = (name: ChildName) => children.find((one) => one.name === name)!;
  return {
    the,
    start: async (processes, signal) => {
      const start = async (...names: ChildName[]) => {
        signal?.throwIfAborted();
        await allOrFirstFailure(names.map((name) => the(name).start()));
      };
      // What does not need each other starts together; Glacier's vault announces on a topic, which must be there.
      const storage = start('aws').then(() => start('glacier'));
      await allOrFirstFailure([start('temporal', 'identity', 'mailbox'), storage]);
      await start(...processes);
    },
    stop: async () => {
      for (const one of children.toReversed()) await one.stop();
    },
  };
}

/** Waits for all, so that none is still starting when the caller stops them; then throws the first failure. */
async function allOrFirstFailure(starts: Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(starts);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
