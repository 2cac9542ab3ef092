// adapters/http/ask.ts — one GET of a page that should be there; what stands in its way is a problem in words.
import { Problem } from '../../domain/checkup.ts';

export interface Answer {
  status: number;
  body: string;
  /** The server's clock at the middle of the request, in milliseconds; missing where it does not tell. */
  at?: number;
  /** Ours, then. */
  middle: number;
}

/** Asks once. Throws Problem where nobody answers; any status is an answer. */
export async function ask(url: string, signal: AbortSignal, advice: string): Promise<Answer> {
  const began = Date.now();
  try {
    const response = await fetch(url, { signal, redirect: 'manual', headers: { 'user-agent': 'gas-doctor' } });
    const middle = (began + Date.now()) / 2;
    const at = Date.parse(response.headers.get('date') ?? '');
    const told = Number.isNaN(at) ? {} : { at: at + 500 }; // a header of whole seconds is half a second old on average
    return { status: response.status, body: await response.text(), middle, ...told };
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Problem(`${url} does not answer: ${reasonOf(error)}.`, advice, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as Error & { code?: unknown };
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return typeof code === 'string' ? code : error.message.replaceAll(/\s+/g, ' ');
}
