// chaos/scene.ts — what the drivers of a run share: the stack, the doors before its stores, the people, the log.
import type { Stack } from '../local/start-stack.ts';
import type { Door } from './door.ts';
import type { EventLog } from './events.ts';
import type { Files } from './files.ts';
import type { Mailer } from './messages.ts';
import type { Actor } from './people.ts';
import type { Plan } from './plan.ts';

export interface Scene {
  plan: Plan;
  stack: Stack;
  folder: string;
  /** Before S3, DynamoDB, SQS and SNS. */
  aws: Door;
  vault: Door;
  people: readonly Actor[];
  files: Files;
  mailer: Mailer;
  log: EventLog;
  say: (line: string) => void;
}

export function ownerOf({ people }: Scene, jobId: string | undefined): Actor | undefined {
  return people.find((actor) => jobId !== undefined && actor.jobs.includes(jobId));
}
