// web/ending.ts — how the web process ends without a failed request: unready first, then what is under way, then connections.
import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Requests under way get this long to end. */
const STOP_WITHIN_MS = 10_000;
/** How often connections are looked for whose answer has ended meanwhile. */
const LOOK_EVERY_MS = 50;

export interface Ending {
  /** Makes /health/ready answer 503. */
  leave: () => void;
  /** Ends the event streams; the page opens them anew, at another process. */
  endStreams: () => void;
  /** For so long everything is served as before, until a balancer has noticed. */
  delayMs: number;
}

/** Answers what ends `server`: resolves when its last connection is closed. */
export function endingOf(server: Server, { leave, endStreams, delayMs }: Ending): () => Promise<void> {
  let leaving = false;
  // A connection that is kept for later would bring the next request here, to nobody.
  server.prependListener('request', (_, response) => {
    if (leaving) response.setHeader('connection', 'close');
  });

  return async () => {
    leaving = true;
    leave();
    await delay(delayMs);
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close(() => resolve());
    endStreams();
    const looks = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
    const limit = setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS);
    await promise;
    clearInterval(looks);
    clearTimeout(limit);
  };
}
