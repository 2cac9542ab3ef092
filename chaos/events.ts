// chaos/events.ts — the event log: JSON lines of what was asked, acknowledged, killed and broken, and of every request
// that the stores were sent. The checker knows nothing of a run but this and what the stores hold in the end.
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FaultName } from './faults.ts';
import type { Row } from './rows.ts';

/** A write to one item of a table, as its request said it. */
export interface ItemWrite {
  table: string;
  key: string;
  kind: 'put' | 'update' | 'delete';
  set: Row;
  remove: readonly string[];
  /** The token of the transaction: asked for again under it, it is answered again and not done again. */
  transaction?: string;
}

/** What a request to S3, DynamoDB, SQS, SNS or the vault asks for. */
export interface Operation {
  service: 's3' | 'dynamodb' | 'sqs' | 'sns' | 'glacier';
  name: string;
  jobId?: string;
  userId?: string;
  bucket?: string;
  key?: string;
  uploadId?: string;
  archiveId?: string;
  retrievalId?: string;
  description?: string;
  tier?: string;
  queue?: string;
  /** Versions that a delete names. */
  versionIds?: readonly string[];
  writes?: readonly ItemWrite[];
  /** By a presigned address: the request of a person's browser. */
  presigned?: boolean;
}

/** What a request came to: `status` is the store's own answer; 0 where it was not reached, -1 where it hung up. */
export interface Outcome {
  status: number;
  /** The number of the moment in which the request arrived; its own number is that of its answer. */
  began: number;
  beganAt: number;
  fault?: FaultName;
  versionId?: string;
  archiveId?: string;
  uploadId?: string;
  retrievalId?: string;
  /** Of the bytes written, where a result was. */
  sha256?: string;
  treeHash?: string;
  bytes?: number;
  /** Messages that a receive answered. */
  messages?: number;
}

interface Facts {
  run: { seed: number; minutes: number; jobs: number; armed: readonly FaultName[]; graceMs: number; clocks: Clocks };
  phase: { phase: 'faults' | 'forcing' | 'quiet' | 'settled' | 'end'; detail?: string };
  request: Operation & Outcome;
  fault: { fault: FaultName; times: number; detail?: string };
  process: { name: string; what: 'kill' | 'stop' | 'continue' | 'start' | 'trouble'; detail?: string };
  asked: Act;
  acknowledged: Act;
  refused: Act & { status: number };
  /** A person tried to see what belongs to another. */
  probe: { person: string; jobId: string; owner: string; status: number };
  message: { queue: string; what: string; poison: boolean; body: string };
  /** A command that an operator gave. */
  operator: { what: string };
}

export interface Act {
  act: 'submit' | 'cancel' | 'retry' | 'delete' | 'plan' | 'close-account' | 'sign-in' | 'download';
  user: string;
  jobId?: string;
  role?: string;
  planVersion?: number;
  sha256?: string;
}

/** Milliseconds by which the clock of a process is ahead. */
export type Clocks = Readonly<Record<'worker' | 'bridge' | 'web', number>>;

export type EventKind = keyof Facts;
export type EventOf<K extends EventKind> = { seq: number; at: number; kind: K } & Facts[K];
export type Event = { [K in EventKind]: EventOf<K> }[EventKind];

export interface EventLog {
  /** A number for a moment, in one order with those of all events. */
  moment(): number;
  write<K extends EventKind>(kind: K, facts: Facts[K]): void;
  /** Everything written so far, in order. */
  readonly events: readonly Event[];
  /** How often a fault has fired so far. */
  fired(fault: FaultName): number;
}

/** A log kept in memory and in `file`, a line per event, written at once: what crashes next must not take it along. */
export function openEventLog(file?: string): EventLog {
  const events: Event[] = [];
  const fired = new Map<FaultName, number>();
  let last = 0;
  if (file) mkdirSync(dirname(file), { recursive: true });
  return {
    moment: () => ++last,
    write(kind, facts) {
      const event = { seq: ++last, at: Date.now(), kind, ...facts } as unknown as Event;
      events.push(event);
      if (event.kind === 'fault') fired.set(event.fault, (fired.get(event.fault) ?? 0) + event.times);
      if (file) appendFileSync(file, `${JSON.stringify(event)}\n`);
    },
    events,
    fired: (fault) => fired.get(fault) ?? 0,
  };
}

/** The events of one kind. */
export function only<K extends EventKind>(events: readonly Event[], kind: K): EventOf<K>[] {
  return events.filter((event): event is EventOf<K> & Event => event.kind === kind);
}
