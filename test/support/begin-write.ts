// test/support/begin-write.ts — a write in parts whose writer is killed at once.
import assert from 'node:assert/strict';
import type { ObjectRef } from '../../domain/job.ts';
import type { ObjectStore } from '../../domain/ports.ts';

const killed = () => Promise.reject(new Error('killed'));

/** Begins to write and stops before the first part, so that the store keeps an upload which nobody will end. */
export async function beginWrite(objects: ObjectStore, { bucket, key }: ObjectRef): Promise<void> {
  const bytes = objects.partBytes(1) + 1;
  await assert.rejects(objects.write({ bucket, key, bytes, contentType: '', read: killed }), /killed/);
}
