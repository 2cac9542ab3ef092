// temporal/codec-server/refusal-limit.ts — how often an address may be wrong in a minute before it is not listened to.
import { RateLimiterMemory } from 'rate-limiter-flexible';

const REFUSALS = 60;

export interface RefusalLimit {
  isOpen(address: string): Promise<boolean>;
  count(address: string): Promise<void>;
}

export function refusalLimit(): RefusalLimit {
  const limiter = new RateLimiterMemory({ points: REFUSALS, duration: 60 });
  return {
    isOpen: async (address) => ((await limiter.get(address))?.remainingPoints ?? 1) > 0,
    count: (address) =>
      limiter.consume(address).then(
        () => undefined,
        () => undefined,
      ),
  };
}
