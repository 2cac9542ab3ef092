// bench/wire-log.ts — loaded into our processes by a bench (--import): notes every request that they send, retries too,
// as it goes onto the wire. The file is named by the query of this module's own address, and survives kill -9.
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import type { WireRequest } from './archive/wire.ts';

const file = new URL(import.meta.url).searchParams.get('file');
const program = process.argv[1] ?? '';

if (file && /(worker|bridge|web)\/main\.ts$/.test(program)) {
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { request: ClientRequest };
    const header = (name: string) => request.getHeader(name)?.toString();
    const target = header('x-amz-target');
    const range = header('content-range') ?? header('range');
    const noted: WireRequest = {
      pid: process.pid,
      at: Date.now(),
      method: request.method,
      host: header('host') ?? '',
      path: request.path,
      ...(target === undefined ? {} : { target }),
      ...(range === undefined ? {} : { range }),
    };
    appendFileSync(file, `${JSON.stringify(noted)}\n`);
  });
}
