// test/support/fakes/budget-and-audit.ts — the daily budget of retrievals and the audit log, in memory.
import type { AuditEntry } from '../../../domain/audit.ts';
import type { Audit, RetrievalBudget } from '../../../domain/ports.ts';

export function fakeRetrievalBudget(): RetrievalBudget {
  const reserved = new Set<string>();
  const days = new Map<string, { bytes: number; microdollars: number }>();
  return {
    async reserve({ id, day, bytes, microdollars, caps }) {
      if (reserved.has(id)) return true;
      const spent = days.get(day);
      const { bytes: most = Infinity, microdollars: dearest = Infinity } = caps;
      const before = spent ?? { bytes: 0, microdollars: 0 };
      const sum = { bytes: before.bytes + bytes, microdollars: before.microdollars + microdollars };
      const fits = sum.bytes <= most && sum.microdollars <= dearest;
      // A day on which nothing was taken admits anything: what is larger than the cap would never come back.
      if (spent && !fits) return false;
      reserved.add(id);
      days.set(day, sum);
      return true;
    },
    spent: async (day) => days.get(day) ?? { bytes: 0, microdollars: 0 },
  };
}

export function fakeAudit(): { port: Audit; entries: Map<string, AuditEntry> } {
  const entries = new Map<string, AuditEntry>();
  const port: Audit = {
    async record(entry) {
      if (!entries.has(entry.id)) entries.set(entry.id, structuredClone(entry));
    },
    of: async (subject) =>
      structuredClone(
        [...entries.values()].filter((entry) => entry.subject === subject).toSorted((a, b) => a.at - b.at),
      ),
  };
  return { port, entries };
}
