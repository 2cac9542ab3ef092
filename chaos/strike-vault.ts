// chaos/strike-vault.ts — faults that the local Glacier makes itself: ordered, and counted, through its own address.
import type { EventLog } from './events.ts';
import type { FaultName } from './faults.ts';

const RULES: Partial<Record<FaultName, object>> = {
  'no-expedited-capacity': { fault: 'no-expedited-capacity', times: 3 },
  'policy-refusal': { fault: 'policy-refusal', times: 1 },
  'vault-throttled': { fault: 'throttle', times: 3 },
  'vault-5xx': { fault: 'server-error', times: 3 },
  'vault-reply-lost': { fault: 'reply-lost', times: 2 },
  'vault-latency': { fault: 'latency', times: 2, ms: 3000 },
  'upload-bit-flipped': { fault: 'flip-bit', operation: 'UploadMultipartPart', times: 1 },
  'output-bit-flipped': { fault: 'flip-bit', operation: 'GetJobOutput', times: 1 },
  'thaw-lost': { fault: 'lose-notification', times: 1 },
  'thaw-doubled': { fault: 'double-notification', times: 1 },
  'retrieval-failed': { fault: 'fail-job', times: 1 },
  'output-expired': { fault: 'expire-output', times: 1 },
};

export interface VaultFaults {
  strike(fault: FaultName): Promise<void>;
  /** Writes down what has fired since the last look. */
  look(): Promise<void>;
  /** A last look, and all rules are gone. */
  clear(): Promise<void>;
}

export function vaultFaults(adminUrl: string, log: EventLog): VaultFaults {
  const url = `${adminUrl}/faults`;
  const names = new Map<string, FaultName>();
  const seen = new Map<string, number>();

  async function look(): Promise<void> {
    const { faults } = (await (await fetch(url)).json()) as { faults: { id: string; fired: number }[] };
    for (const { id, fired } of faults) {
      const fault = names.get(id);
      const times = fired - (seen.get(id) ?? 0);
      seen.set(id, fired);
      if (fault && times > 0) log.write('fault', { fault, times });
    }
  }

  return {
    async strike(fault) {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(RULES[fault]) });
      const { id } = (await answer.json()) as { id: string };
      names.set(id, fault);
    },
    look,
    async clear() {
      await look();
      await fetch(url, { method: 'DELETE' });
    },
  };
}
