import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { JobRecord } from '../../domain/job.ts';
import type { FindingKind, ReconcileReport } from '../../domain/reconciliation.ts';
import { FINDINGS, REPAIRED } from '../../domain/reconciliation.ts';
import { WORKFLOWS_QUEUE } from '../../workflows/queues.ts';
import type { Stage } from '../model/stage.ts';
import { onStage, remainsOf } from '../model/stage.ts';
import { beginWrite } from '../support/begin-write.ts';
import { hours } from '../support/builders.ts';

type Scene = (stage: Stage) => Promise<{ jobId: string }>;

const write = ({ service }: Stage, key: string, bucket = 'results') =>
  service.objects.write({ bucket, key, bytes: 5, contentType: '', read: async () => Buffer.from('stray') });
const source = { bucket: 'results', key: 'k', versionId: 'v' };

async function archived(stage: Stage, over: Partial<JobRecord> = {}): Promise<JobRecord> {
  const cast = await stage.aCast();
  const row = { ...(await stage.archived(cast)), ...over };
  stage.service.rows.set(cast.jobId, row);
  return row;
}

async function anArchive({ service, env }: Stage, of: { jobId: string; userId: string }): Promise<string> {
  const id = randomUUID();
  service.cold.archives.set(id, Buffer.from('orphan'));
  service.cold.origins.set(id, { ...of, createdAt: (await env.currentTimeMs()) - hours(49) });
  return id;
}

/** What may be wrong, one thing each. */
const SCENES: Record<FindingKind, Scene> = {
  unattended: (stage) => archived(stage, { archiveStatus: 'RESTORING', claimToken: 'nobody’s' }),
  async strayVersions(stage) {
    const row = await archived(stage);
    await write(stage, row.result!.key);
    return row;
  },
  async remains(stage) {
    const cast = await stage.aCast();
    await stage.service.starters.deleteJob(cast);
    await stage.settle(cast);
    await write(stage, `gas/${cast.userId}/${cast.jobId}~late.annot.vcf.gz`);
    return cast;
  },
  async orphanedArchive(stage) {
    const row = await archived(stage);
    await anArchive(stage, row);
    return row;
  },
  async orphanedUpload(stage) {
    const row = await archived(stage);
    await stage.service.archive.begin({ ...row, bytes: 1, source });
    return row;
  },
  async orphanedWrite(stage) {
    const row = await archived(stage);
    await beginWrite(stage.service.objects, row.result!);
    return row;
  },
  async bytesMissing(stage) {
    const cast = await stage.aCast();
    const row = await stage.hot(cast);
    await stage.service.users.savePlan(cast.userId, {
      version: 0,
      plan: { role: 'premium_user', since: 0, version: 1 },
    });
    await stage.service.objects.removeVersions(row.result!, [row.result!.versionId!]);
    return cast;
  },
  async archiveMissing(stage) {
    const row = await archived(stage);
    stage.service.cold.archives.delete(row.archive!.id);
    return row;
  },
  async leftOver(stage) {
    const cast = await stage.aCast();
    const { hotKey: _, result: __, ...row } = await stage.hot(cast);
    stage.service.rows.set(cast.jobId, { ...row, status: 'FAILED' });
    return row;
  },
  async bytesWithoutRow(stage) {
    const [jobId, userId] = [randomUUID(), randomUUID()];
    await write(stage, `gas/${userId}/${jobId}~sample.annot.vcf.gz`);
    return { jobId };
  },
  async archiveWithoutRow(stage) {
    const [jobId, userId] = [randomUUID(), randomUUID()];
    await anArchive(stage, { jobId, userId });
    return { jobId };
  },
  async archiveBeside(stage) {
    const timeline = [{ at: 0, event: 'rebuilt' } as const];
    const row = await archived(stage, { timeline });
    await anArchive(stage, row);
    return row;
  },
  async foreign(stage) {
    await write(stage, 'gas/notes.txt');
    return { jobId: 'none' };
  },
};

function found(report: ReconcileReport, kind: FindingKind): string[] {
  return report.samples.filter((sample) => sample.kind === kind).map(({ jobId }) => jobId ?? 'none');
}

describe('reconciliation', function () {
  this.timeout(60_000);
  let stage: Stage;
  onStage((opened) => {
    stage = opened;
  });
  // Each kind of finding stands before the whole suite, so that one comparison finds all of them.
  const of = new Map<FindingKind, string>();
  let dry: ReconcileReport;
  let runs = 0;

  async function reconciled(dryRun: boolean): Promise<ReconcileReport> {
    const options = { taskQueue: WORKFLOWS_QUEUE, workflowId: `reconcile/${++runs}`, args: [{ dryRun }] };
    const handle = await stage.env.client.workflow.start('reconcile', options);
    return stage.flying(stage.handle(handle.workflowId).result() as Promise<ReconcileReport>);
  }
  const stores = () =>
    structuredClone([stage.service.rows, stage.service.versions, [...stage.service.cold.archives.keys()]]);

  before('everything that can be wrong', async () => {
    for (const [kind, scene] of Object.entries(SCENES)) of.set(kind as FindingKind, (await scene(stage)).jobId);
    for (let more = 0; more < 120; more++) await archived(stage); // pages of rows, objects and archives
    await stage.env.sleep('49 hours');
    const untouched = stores();
    dry = await reconciled(true);
    assert.deepEqual(stores(), untouched, 'a dry run has changed something');
  });

  for (const [kind, meaning] of Object.entries(FINDINGS) as [FindingKind, string][])
    it(`finds ${meaning}`, () => {
      assert.ok(found(dry, kind).includes(of.get(kind)!), JSON.stringify(dry.samples));
      assert.equal(dry.findings[kind], 1);
    });

  it('reads every page of every list, and wakes nothing where it is dry', () => {
    assert.ok(dry.rows > 120 && dry.objects > 120 && dry.archives > 120, JSON.stringify(dry));
    assert.equal(dry.woken, 0);
  });

  it('leaves alone what a mover works on', async () => {
    stage.service.cold.startAs('inProgress');
    const cast = await stage.aCast();
    await stage.archived(cast);
    await stage.changePlan(cast, 'premium_user');
    const report = await reconciled(true);
    assert.ok(!found(report, 'unattended').includes(cast.jobId));
    stage.service.cold.startAs('succeeded');
    stage.service.cold.settle();
    await stage.service.starters.archiveThawed(cast.jobId);
    await stage.flying(stage.settle(cast));
  });

  it('repairs what is safe to repair, and only reports the rest', async () => {
    const report = await reconciled(false);
    assert.deepEqual(report.findings, dry.findings);
    assert.equal(report.woken, REPAIRED.length);
    const swept = REPAIRED.map((kind) => ({ jobId: of.get(kind)!, userId: '', request: undefined as never }));
    await stage.flying(Promise.all(swept.map((cast) => stage.settle(cast))));
    await stage.env.sleep('13 hours'); // an inventory of the last half day would be adopted

    const again = await reconciled(true);
    for (const kind of Object.keys(FINDINGS) as FindingKind[])
      assert.equal(again.findings[kind] ?? 0, REPAIRED.includes(kind) ? 0 : 1, kind);
    assert.deepEqual(await remainsOf(stage, { jobId: of.get('remains')! }), []);
  });

  it('spares an archive that is younger than two days', async () => {
    const row = await archived(stage);
    const id = await anArchive(stage, row);
    stage.service.cold.origins.set(id, { ...row, createdAt: await stage.env.currentTimeMs() });
    await stage.env.sleep('13 hours');
    assert.ok(!found(await reconciled(false), 'orphanedArchive').includes(row.jobId));
    assert.ok(stage.service.cold.archives.has(id));
  });

  it('ends without the archives where their inventory fails', async () => {
    await stage.env.sleep('13 hours');
    stage.service.cold.startInventoriesAs('failed');
    stage.service.otherCold.startInventoriesAs('failed');
    const report = await reconciled(true);
    assert.equal(report.archives, 0);
    assert.ok(report.rows > 120);
  });
});
