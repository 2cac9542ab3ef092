// web/follower.ts — one event stream: what is written to it, and when it is given up.
import { PassThrough, type Readable } from 'node:stream';
import type { StreamEvent } from './contract.ts';
import type { OpenSession } from './session-keeper.ts';

/** A reader who lets this much pile up has gone away: the stream ends, and a living browser opens a new one. */
const BACKLOG_BYTES = 1024 * 1024;

/** After which a browser opens an ended stream anew, to twice as long: a thousand that end together do not come back together. */
const RETRY_MS = 1000;

export interface Follower {
  readonly session: OpenSession;
  readonly stream: Readable;
  /** Whether the first snapshot has been sent. */
  greeted: boolean;
  send(event: StreamEvent, data: unknown): void;
  /** A comment, so that proxies and browsers see that the stream lives. */
  beat(): void;
  end(): void;
}

/** A stream of server-sent events; `onClose` is called once, however it ends. */
export function follower(session: OpenSession, onClose: () => void): Follower {
  const stream = new PassThrough({ highWaterMark: BACKLOG_BYTES });
  stream.once('close', onClose);
  const write = (text: string) => {
    if (stream.writableEnded || stream.destroyed) return;
    if (!stream.write(text)) stream.destroy();
  };
  write(`retry: ${RETRY_MS + Math.floor(Math.random() * RETRY_MS)}\n\n`);
  return {
    session,
    stream,
    greeted: false,
    send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    beat: () => write(': here\n\n'),
    end: () => stream.end(),
  };
}
