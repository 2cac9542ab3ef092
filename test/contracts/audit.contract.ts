// test/contracts/audit.contract.ts — what every Audit does, whatever keeps the entries.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '../../domain/audit.ts';
import { jobSubject, userSubject } from '../../domain/audit.ts';
import type { Audit } from '../../domain/ports.ts';

const anEntry = (over: Partial<AuditEntry> = {}): AuditEntry => ({
  id: randomUUID(),
  at: 1_700_000_000_123,
  actor: 'service',
  action: 'job-removed',
  subject: jobSubject(randomUUID()),
  ...over,
});

export function describeAudit(name: string, open: () => Promise<Audit>): void {
  describe(`Audit: ${name}`, () => {
    let audit: Audit;
    before(async () => {
      audit = await open();
    });

    it('answers the entries about one subject, oldest first', async () => {
      const subject = userSubject(randomUUID());
      const later = anEntry({ subject, at: 3, detail: '4 jobs' });
      const earlier = anEntry({ subject, at: 2, actor: 'operator:ada', action: 'operator-retry' });
      for (const entry of [later, earlier, anEntry()]) await audit.record(entry);
      assert.deepEqual(await audit.of(subject), [earlier, later]);
    });

    it('keeps the first of what is recorded twice', async () => {
      const entry = anEntry();
      await audit.record(entry);
      await audit.record({ ...entry, at: entry.at + 5 });
      assert.deepEqual(await audit.of(entry.subject), [entry]);
    });

    it('knows nothing of a subject that nobody touched', async () => {
      assert.deepEqual(await audit.of(jobSubject(randomUUID())), []);
    });
  });
}
