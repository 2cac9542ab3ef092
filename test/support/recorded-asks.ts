// test/support/recorded-asks.ts — who asked AWS for what, as a gate before it saw.
import type { Config } from '../../config.ts';
import { awsCallReader, type Exchange } from './aws-calls.ts';

/** For each process, sorted, such as `dynamodb:GetItem on table/users`. */
export type Asks = Record<string, string[]>;

/** Keeps every exchange of our processes until somebody wants to know. */
export function recordAsks(): { take: (exchange: Exchange) => void; asks: (config: Config) => Asks } {
  let exchanges: { by: string; exchange: Exchange }[] = [];
  const found = new Map<string, Set<string>>();
  return {
    take({ request, body, status }) {
      const by = caller(request);
      const { method, url, headers } = request;
      if (by) exchanges.push({ by, exchange: { request: { method, url, headers }, body: textOf(body), status } });
    },
    asks(config) {
      const read = awsCallReader(config);
      for (const { by, exchange } of exchanges) {
        const asked = found.get(by) ?? new Set();
        for (const { action, on } of read(exchange)) asked.add(`${action} on ${on}`);
        found.set(by, asked);
      }
      exchanges = [];
      return Object.fromEntries([...found].map(([by, asked]) => [by, [...asked].toSorted()]));
    },
  };
}

/** Our processes name themselves in the user agent; what browsers send is signed by web, and asked for in its name. */
function caller({ url = '', headers, method }: Exchange['request']): string | undefined {
  const [, named] = /\bapp\/gas-([a-z-]+)/.exec(headers['user-agent'] ?? '') ?? [];
  if (named) return named;
  const form = method === 'POST' && headers['content-type']?.startsWith('multipart/form-data');
  return form || url.includes('X-Amz-Signature=') ? 'web' : undefined;
}

/** What is asked stands at the beginning of a body; the rest of large ones are bytes of results. */
const textOf = (body: Buffer) => (body.length > 1_000_000 ? Buffer.alloc(0) : Buffer.from(body));
