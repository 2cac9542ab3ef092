// temporal/codec.ts — encrypts what Temporal keeps: AES-256-GCM, each payload under the newest key, whose name it carries.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';

/** A key of 32 bytes, and the name that payloads carry. */
export interface CodecKey {
  id: string;
  key: Uint8Array;
}

/** Thrown where a payload cannot be read with the keys there are. The message tells what to do, and nothing of it. */
export class PayloadUnreadable extends Error {
  override name = 'PayloadUnreadable';
}

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;
const ENCRYPTED = 'binary/encrypted';
/** Of a nonce and a tag of GCM (NIST SP 800-38D). */
const [IV_BYTES, TAG_BYTES] = [12, 16];

/**
 * The first key encrypts, all decrypt. Without keys nothing is encrypted. What is clear is read as it is, so that the codec can
 * be turned on over histories that there are. Throws PayloadUnreadable.
 */
export function payloadCodec(keys: readonly CodecKey[]): PayloadCodec {
  const newest = keys[0];
  return {
    encode: async (payloads) => (newest ? payloads.map((payload) => encrypted(payload, newest)) : payloads),
    decode: async (payloads) => payloads.map((payload) => (isEncrypted(payload) ? decrypted(payload, keys) : payload)),
  };
}

function isEncrypted({ metadata }: Payload): boolean {
  return textOf(metadata?.['encoding']) === ENCRYPTED;
}

function encrypted(payload: Payload, { id, key }: CodecKey): Payload {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = cipher.update(PayloadMessage.encode(payload).finish());
  cipher.final();
  return {
    metadata: { encoding: Buffer.from(ENCRYPTED), 'encryption-key-id': Buffer.from(id) },
    data: Buffer.concat([iv, sealed, cipher.getAuthTag()]),
  };
}

function decrypted({ metadata, data }: Payload, keys: readonly CodecKey[]): Payload {
  const id = textOf(metadata?.['encryption-key-id']);
  const key = keys.find((each) => each.id === id)?.key;
  if (!key) throw new PayloadUnreadable(unknownKey(id, keys));
  const bytes = Buffer.from(data ?? []);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const clear = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
    decipher.final();
    return PayloadMessage.decode(clear);
  } catch (error) {
    const message = `A payload does not open with the key "${id}": another key has that name in GAS_CODEC_KEYS, or its bytes were changed.`;
    throw new PayloadUnreadable(message, { cause: error });
  }
}

function unknownKey(id: string, keys: readonly CodecKey[]): string {
  const known = keys.length === 0 ? 'there are no keys' : `there are ${keys.map((key) => key.id).join(', ')}`;
  return `A payload is encrypted with the key "${id}", and GAS_CODEC_KEYS does not hold it (${known}). Add it behind the first.`;
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString('utf8');
}
