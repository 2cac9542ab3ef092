// adapters/aws/hash-thread.ts — a thread that hashes parts in shared memory, so that the event loop moves bytes meanwhile.
import { parentPort } from 'node:worker_threads';
import type { HashOrder, HashAnswer } from './part-hashes.ts';
import { hashesOf } from './content-hashes.ts';

parentPort?.on('message', ({ id, memory, from, length }: HashOrder) => {
  const answer: HashAnswer = { id, ...hashesOf(new Uint8Array(memory, from, length)) };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  parentPort?.postMessage(answer);
});
