// temporal/payloads.ts — reads what Temporal hands out raw: payloads and failures, through codec and converter.
import type { Client } from '@temporalio/client';
import type { Payload, ProtoFailure } from '@temporalio/common';

/** Throws PayloadUnreadable. */
export async function readPayload<T>(client: Client, payload: Payload): Promise<T> {
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  let payloads = [payload];
  for (const codec of payloadCodecs.toReversed()) payloads = await codec.decode(payloads);
  return payloadConverter.fromPayload<T>(payloads[0]!);
}

/** The message of a failure, which may be sealed. */
export async function failureMessage(client: Client, failure: ProtoFailure): Promise<string | undefined> {
  const sealed =
    failure.encodedAttributes && (await readPayload<{ message?: string }>(client, failure.encodedAttributes));
  return sealed?.message ?? failure.message ?? undefined;
}
