// adapters/aws/part-hashes.ts — both hashes of a part: in a thread of their own where its bytes lie in shared memory.
// They take as long as all else about a part together; on the event loop nothing would be received or sent meanwhile.
import { Worker } from 'node:worker_threads';
import type { ContentHashes } from './content-hashes.ts';
import { hashesOf, remember } from './content-hashes.ts';

export interface HashOrder {
  id: number;
  memory: SharedArrayBuffer;
  from: number;
  length: number;
}

export interface HashAnswer extends ContentHashes {
  id: number;
}

type Waiting = PromiseWithResolvers<ContentHashes>;

interface Hasher {
  hash(memory: SharedArrayBuffer, part: Uint8Array): Promise<ContentHashes>;
}

/** Less is hashed faster than a thread is asked. */
const WORTH_A_THREAD = 1024 * 1024;

/** One thread for the process, started by the first large part, and again by the next one where it has died. */
let running: Hasher | undefined;

/** Answers the hashes, and keeps them for the request that sends these bytes. Throws where the thread dies meanwhile. */
export async function hashPart(part: Uint8Array): Promise<ContentHashes> {
  const { buffer } = part;
  const inThread = buffer instanceof SharedArrayBuffer && part.length >= WORTH_A_THREAD;
  const hashes = inThread ? await (running ??= startHasher()).hash(buffer, part) : hashesOf(part);
  remember(part, hashes);
  return hashes;
}

function startHasher(): Hasher {
  const waiting = new Map<number, Waiting>();
  const thread = new Worker(new URL('./hash-thread.ts', import.meta.url));
  let last = 0;
  const settled = () => void (waiting.size === 0 && thread.unref()); // it keeps no process alive that is done

  thread.on('message', ({ id, ...hashes }: HashAnswer) => {
    waiting.get(id)?.resolve(hashes);
    waiting.delete(id);
    settled();
  });
  thread.once('error', (error) => end(error));
  thread.once('exit', () => end(new Error('The thread that hashes parts has ended.')));

  function end(error: unknown): void {
    running = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }
  return {
    hash(memory, { byteOffset: from, length }) {
      const id = (last += 1);
      const answer = Promise.withResolvers<ContentHashes>();
      waiting.set(id, answer);
      thread.ref();
      const order: HashOrder = { id, memory, from, length };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
      thread.postMessage(order);
      return answer.promise;
    },
  };
}
