// test/replay/histories.ts — where the recorded histories lie, and how they are written and read.
import { readFileSync, readdirSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import proto from '@temporalio/proto';

export type History = proto.temporal.api.history.v1.IHistory;

export const HISTORIES = new URL('histories/', import.meta.url);

export interface Recorded {
  name: string;
  history: History;
}

export function recordedHistories(): Recorded[] {
  return readdirSync(HISTORIES)
    .toSorted()
    .map((file) => ({
      name: file.replace(/\.json\.gz$/, ''),
      history: read(readFileSync(new URL(file, HISTORIES))),
    }));
}

/** Fields that say who recorded it, and where. */
const PRIVATE = new Set(['identity', 'stackTrace', 'binaryChecksum', 'requestId']);

/** Protobuf's JSON, without what is private. */
export function write({ events }: History): Buffer {
  const json = JSON.stringify(events, (key, value: unknown) => (PRIVATE.has(key) ? '' : value));
  return gzipSync(json, { level: 9 });
}

function read(zipped: Buffer): History {
  const events = JSON.parse(gunzipSync(zipped).toString()) as object[];
  return proto.temporal.api.history.v1.History.fromObject({ events });
}
