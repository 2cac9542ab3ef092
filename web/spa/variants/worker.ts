// web/spa/variants/worker.ts — the thread that reads a result, so that the page stays free.
import { httpSource } from './byte-source.ts';
import type { Ask } from './messages.ts';
import { session } from './session.ts';

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's page is the only one that hears it
const answer = session({ open: (url) => httpSource(url), tell: (told) => globalThis.postMessage(told) });

globalThis.addEventListener('message', ({ data }: MessageEvent<Ask>) => void answer(data));
