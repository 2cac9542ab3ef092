import assert from 'node:assert/strict';
import { FINDINGS, REPAIRED, addReports, emptyReport, reportOf } from '../../domain/reconciliation.ts';

const orphans = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ kind: 'orphanedArchive', jobId: `job-${at}`, detail: 'a' }) as const);

describe('the report of a reconciliation', () => {
  it('adds up what its pages found', () => {
    const page = { ...reportOf(false, orphans(2)), rows: 3, objects: 4, uploads: 5, archives: 6, woken: 1 };
    const sum = addReports(page, addReports(page, emptyReport(false)));
    assert.deepEqual(
      { ...sum, samples: [] },
      {
        ...emptyReport(false),
        rows: 6,
        objects: 8,
        uploads: 10,
        archives: 12,
        woken: 2,
        findings: { orphanedArchive: 4 },
      },
    );
  });

  it('counts all, and keeps the first twenty of each kind: it travels through history', () => {
    const foreign = { kind: 'foreign', detail: 'a stranger' } as const;
    const sum = addReports(reportOf(true, orphans(30)), reportOf(true, [...orphans(30), foreign]));
    assert.deepEqual(sum.findings, { orphanedArchive: 60, foreign: 1 });
    assert.deepEqual(sum.samples, [...orphans(20), foreign]);
    assert.equal(sum.dryRun, true);
  });

  it('names only known findings as repaired', () => {
    for (const kind of REPAIRED) assert.ok(kind in FINDINGS);
  });
});
