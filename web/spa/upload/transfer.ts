// web/spa/upload/transfer.ts — one file in parts: what is there already is not sent again, what fails is sent again.
import { partSizes } from '../../../domain/part-uploads.ts';

/** Parts on their way at once. */
const AT_ONCE = 3;
/** Addresses that are asked for in one go; they live for a quarter of an hour. */
const ADDRESSES = 10;
const ADDRESS_LIFE_MS = 10 * 60_000;
/** Waits before the next attempts of a part: two minutes altogether, for a line that was cut. */
const BACK_OFF_MS = [1000, 2000, 4000, 8000, 15_000, 30_000, 60_000];

export interface Transfer {
  file: Blob;
  partBytes: number;
  /** Numbers of the parts that are stored. */
  stored: readonly number[];
  addresses: (numbers: readonly number[]) => Promise<{ number: number; url: string }[]>;
  put: (url: string, part: Blob, how: { signal: AbortSignal; onSent: (bytes: number) => void }) => Promise<void>;
  /** Told the bytes of the whole file that are stored or on their way. */
  onSent: (bytes: number) => void;
  /** Whether it is worth trying again by itself after this error. */
  passes: (error: unknown) => boolean;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  signal: AbortSignal;
}

/** Sends what is missing. Rejects with the signal's reason, or with the error that no attempt got past. */
export async function sendParts(transfer: Transfer): Promise<void> {
  const sizes = partSizes(transfer.file.size, transfer.partBytes);
  const stored = new Set(transfer.stored);
  const missing = sizes.map((_, index) => index + 1).filter((number) => !stored.has(number));
  const sent = progress(transfer, sizes);
  const addressOf = addressBook(transfer, missing);
  const stop = new AbortController();
  const signal = AbortSignal.any([transfer.signal, stop.signal]);

  const rest = [...missing];
  const lane = async () => {
    for (let number = rest.shift(); number !== undefined; number = rest.shift())
      await sendPart({ ...transfer, signal }, { number, addressOf, sent });
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  } finally {
    stop.abort();
  }
  transfer.signal.throwIfAborted();
}

interface Part {
  number: number;
  addressOf: (number: number, anew: boolean) => Promise<string>;
  sent: (number: number, bytes: number) => void;
}

async function sendPart(transfer: Transfer, { number, addressOf, sent }: Part): Promise<void> {
  const { file, partBytes, signal } = transfer;
  const from = (number - 1) * partBytes;
  const body = file.slice(from, Math.min(file.size, from + partBytes));
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      await transfer.put(await addressOf(number, attempt > 0), body, {
        signal,
        onSent: (bytes) => sent(number, bytes),
      });
      return sent(number, body.size);
    } catch (error) {
      sent(number, 0);
      const waitMs = BACK_OFF_MS[attempt];
      if (signal.aborted || waitMs === undefined || !transfer.passes(error)) throw error;
      await transfer.wait(waitMs, signal);
    }
  }
}

/** Addresses for a part and those after it, asked for together; anew where one has failed or grown old. */
function addressBook({ addresses }: Transfer, missing: readonly number[]): Part['addressOf'] {
  const known = new Map<number, { at: number; url: Promise<string | undefined> }>();
  return async (number, anew) => {
    const kept = known.get(number);
    if (anew || !kept || Date.now() - kept.at > ADDRESS_LIFE_MS) {
      const numbers = anew ? [number] : missing.slice(missing.indexOf(number)).slice(0, ADDRESSES);
      const asked = addresses(numbers);
      for (const each of numbers) {
        const url = asked.then((all) => all.find((one) => one.number === each)?.url);
        url.catch(() => known.delete(each)); // the part that waits for it hears of it
        known.set(each, { at: Date.now(), url });
      }
    }
    const url = await known.get(number)!.url;
    if (url === undefined) throw new Error(`There is no address for part ${number}.`);
    return url;
  };
}

function progress({ stored, onSent }: Transfer, sizes: readonly number[]): Part['sent'] {
  const sent = new Map(stored.map((number) => [number, sizes[number - 1] ?? 0]));
  const tell = () => onSent([...sent.values()].reduce((sum, bytes) => sum + bytes, 0));
  tell();
  return (number, bytes) => {
    sent.set(number, bytes);
    tell();
  };
}
