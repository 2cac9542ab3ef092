// web/spa/parts/check-file.ts — looks at the beginning and the end of a file before a byte of it is sent.
import { BGZF_END, EMPTY, firstPartProblem, NO_TEXT, packingOf, TORN } from '../../../domain/vcf.ts';

/** Bytes of the file, and of its text, that are looked at. */
const PART = 64 * 1024;

/** What is wrong with a file as far as its first and last bytes tell, in the words of the server's check, which sees the rest. */
export async function problemOf(file: Blob): Promise<string | undefined> {
  if (file.size === 0) return EMPTY;
  const first = await bytesOf(file.slice(0, PART));
  const packing = packingOf(first);
  const whole = file.size <= PART;
  if (packing === 'plain text') return firstPartProblem(latin1(first), whole);
  if (packing === 'BGZF' && !(await endsWhole(file))) return TORN;
  const { text, complete } = await unpackedStart(first);
  if (text === '') return whole && complete ? NO_TEXT : undefined;
  return firstPartProblem(text, whole && complete);
}

/** The first lines of a file, as far as its first bytes hold them; nothing of a binary one. */
export async function beginningOf(file: Blob): Promise<string> {
  const first = await bytesOf(file.slice(0, PART));
  return packingOf(first) === 'plain text' ? latin1(first) : (await unpackedStart(first)).text;
}

const bytesOf = async (part: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await part.arrayBuffer());

/** One character a byte: TextDecoder's latin1 is Windows-1252. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

async function endsWhole(file: Blob): Promise<boolean> {
  const end = await bytesOf(file.slice(-BGZF_END.length / 2));
  return [...end].map((byte) => byte.toString(16).padStart(2, '0')).join('') === BGZF_END;
}

/** The text that the first bytes unpack to. It is torn where the part ends, or where a second member begins. */
async function unpackedStart(packed: Uint8Array<ArrayBuffer>): Promise<{ text: string; complete: boolean }> {
  const { readable, writable } = new DecompressionStream('gzip');
  const reader = readable.getReader();
  const writer = writable.getWriter();
  const fed = writer
    .write(packed)
    .then(() => writer.close())
    .catch(() => undefined); // the reader hears of it too
  let text = '';
  try {
    while (text.length < PART) {
      const { done, value } = await reader.read();
      if (done) return { text, complete: true };
      text += latin1(value);
    }
    await reader.cancel();
  } catch {
    // What came before the tear counts.
  }
  await fed;
  return { text, complete: false };
}
