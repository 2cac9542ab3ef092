// web/follower.ts — one event stream: what is written to it, and when it is given up.
import type { ServerResponse } from 'node:http';
import type { StreamEvent } from './contract.ts';
import type { OpenSession } from './session-keeper.ts';

/** A reader who lets this much pile up has gone away: the stream ends, and a living browser opens a new one. */
const BACKLOG_BYTES = 1024 * 1024;

/** After which a browser opens an ended stream anew, to twice as long: a thousand that end together do not come back together. */
const RETRY_MS = 1000;

/** A comment, so that proxies and browsers see that the stream lives. */
const BEAT = Buffer.from(': here\n\n');

export interface Follower {
  readonly session: OpenSession;
  /** Whether the first snapshot has been sent. */
  greeted: boolean;
  /** What is told to many is made once, and shared. */
  send(frames: Buffer): void;
  beat(): void;
  signOut(): void;
  end(): void;
}

/** One event as it goes over the wire. */
export function frame(event: StreamEvent, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/**
 * Server-sent events on an answer whose head is there; `onClose` is called once, however it ends. They go straight to the
 * answer: a stream between would be a quarter of what an open one keeps in memory.
 */
export function follower(answer: ServerResponse, session: OpenSession, onClose: () => void): Follower {
  answer.once('close', onClose);
  const send = (bytes: Buffer | string) => {
    if (answer.writableEnded || answer.destroyed) return;
    answer.write(bytes);
    if (answer.writableLength > BACKLOG_BYTES) answer.destroy();
  };
  send(`retry: ${RETRY_MS + Math.floor(Math.random() * RETRY_MS)}\n\n`);
  return {
    session,
    greeted: false,
    send,
    beat: () => send(BEAT),
    signOut() {
      send(frame('signed-out', {}));
      answer.end();
    },
    end: () => void answer.end(),
  };
}
