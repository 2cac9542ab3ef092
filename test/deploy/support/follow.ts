// test/deploy/support/follow.ts — follows one's event stream as a browser does: opens it anew when it ends.
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../../../local/client.ts';
import type { JobView } from '../../../web/contract.ts';

export interface Following {
  /** How many streams there have been. */
  opened(): number;
  /** Resolves after `signal`; rejects when a stream is refused, breaks off or ends without a hint when to come back. */
  ended: Promise<void>;
}

/** Tells `onJob` of every job that the stream tells of; waits before each new stream as the last one has asked for. */
export function follow(client: Client, signal: AbortSignal, onJob: (job: JobView) => void): Following {
  let opened = 0;

  async function read(): Promise<number> {
    const response = await client.call('/api/events', { signal });
    if (!response.ok) throw new Error(`The event stream answered ${response.status}.`);
    opened += 1;
    let text = '';
    let retryMs = 0;
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) {
        const [, event, data] = /^event: (\S+)\ndata: (.*)$/.exec(block) ?? [];
        if (event === 'job') onJob(JSON.parse(data!) as JobView);
        retryMs = Number(/^retry: (\d+)$/.exec(block)?.[1] ?? retryMs);
      }
    }
    if (retryMs === 0) throw new Error('The stream has ended without a hint when to come back.');
    return retryMs;
  }

  async function following(): Promise<void> {
    try {
      while (!signal.aborted) await delay(await read(), undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
  return { opened: () => opened, ended: following() };
}
