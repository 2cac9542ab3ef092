// adapters/aws/filled.ts — the bytes of an answer, put where they belong as they arrive.
import { hashMismatch } from './hash-mismatch.ts';

/** Fills `into` to its end: collecting chunks and joining them would hold every part twice. HashMismatch: another length. */
export async function filled<Into extends Uint8Array>(
  body: AsyncIterable<Uint8Array>,
  into: Into,
  onChunk: (chunk: Uint8Array) => void = () => {},
): Promise<Into> {
  let size = 0;
  for await (const chunk of body) {
    if (size + chunk.length > into.length) throw hashMismatch(`More came than the ${into.length} bytes asked for.`);
    onChunk(chunk);
    into.set(chunk, size);
    size += chunk.length;
  }
  if (size < into.length) throw hashMismatch(`${size} bytes came of ${into.length}.`);
  return into;
}
