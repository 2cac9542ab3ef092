// local/glacier/policy.ts — the data retrieval policy of the account: how many bytes Standard retrievals may ask for.
import { z } from 'zod';
import type { Call, Reply } from './call.ts';
import { invalid, policyEnforced } from './errors.ts';
import type { Glacier } from './glacier.ts';
import type { RetrievalPolicy } from './records.ts';
import { shaped } from './shaped.ts';
import { timeKey, timeOf } from './store.ts';

const account = 'account';
// The free allowance of 10 GB a month, as a day's share.
const freeBytesPerDay = Math.floor((10 * 1024 ** 3) / 30);

const SetPolicy = z.object({
  Policy: z.object({
    Rules: z
      .array(
        z.object({
          Strategy: z.enum(['BytesPerHour', 'FreeTier', 'None']),
          BytesPerHour: z.int().positive().nullable().default(null),
        }),
      )
      .length(1),
  }),
});

/** SetDataRetrievalPolicy and GetDataRetrievalPolicy. */
export function policyOperations(glacier: Glacier) {
  return {
    SetDataRetrievalPolicy(call: Call): Reply {
      const { Policy } = shaped(SetPolicy, call.json());
      const rule = Policy.Rules[0]!;
      if ((rule.Strategy === 'BytesPerHour') !== (rule.BytesPerHour !== null)) {
        throw invalid('Invalid policy rule: BytesPerHour goes with the strategy BytesPerHour, and only with it');
      }
      glacier.store.policies.put(account, Policy);
      return { status: 204 };
    },

    GetDataRetrievalPolicy: (): Reply => ({ status: 200, json: { Policy: policyOf(glacier) } }),
  };
}

/** Throws PolicyEnforced where a Standard retrieval of so many bytes would go over the policy's limit. */
export function enforcePolicy(glacier: Glacier, bytes: number): void {
  const { Strategy, BytesPerHour } = policyOf(glacier).Rules[0]!;
  if (Strategy === 'None') return;
  const { policyHourMs } = glacier.settings;
  const limit = Strategy === 'FreeTier' ? freeBytesPerDay : (BytesPerHour ?? 0);
  const since = Date.now() - (Strategy === 'FreeTier' ? 24 * policyHourMs : policyHourMs);
  const asked = glacier.store.retrievals.list({ from: timeKey(since, '') });
  const total = asked.reduce((sum, { value }) => sum + value, bytes);
  if (total > limit) throw policyEnforced('The retrieval would exceed the data retrieval policy of this account.');
}

/** Inside a transaction: counts a Standard retrieval, and forgets those that no policy looks back at. */
export function countRetrieval({ store, settings }: Glacier, jobId: string, bytes: number): void {
  const now = Date.now();
  const forgotten = now - 24 * settings.policyHourMs;
  for (const { key } of store.retrievals.list({ limit: 100 })) {
    if (timeOf(key) < forgotten) store.retrievals.delete(key);
  }
  store.retrievals.put(timeKey(now, jobId), bytes);
}

const policyOf = ({ store }: Glacier): RetrievalPolicy =>
  store.policies.get(account) ?? { Rules: [{ Strategy: 'None', BytesPerHour: null }] };
