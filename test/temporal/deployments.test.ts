// test/temporal/deployments.test.ts — the rehearsal: a new version of the workers is deployed on a real server while work is
// in flight, ramped, and rolled back. Nothing is lost, and no worker meets a history that it can't follow.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { resultWorkflowId } from '../../domain/workflow-ids.ts';
import type { JobRecord } from '../../domain/job.ts';
import { readConfig } from '../../config.ts';
import { DeploymentRefused, openDeployments } from '../../temporal/deployments.ts';
import { workflowCode } from '../../worker/workflow-code.ts';
import { aJobRequest } from '../support/builders.ts';
import type { OwnService } from '../support/service.ts';
import { openDevServer } from '../support/dev-server.ts';
import { openService } from '../support/service.ts';
import { until } from '../support/until.ts';

const DEPLOYMENT = 'gas';
const UPLOAD = 'const receipt = await upload(answer);';
const NEW_STEP = 'await (0,_proxies_ts__WEBPACK_IMPORTED_MODULE_1__.look)(jobId);';
const PATCHED = `if ((0,_temporalio_workflow__WEBPACK_IMPORTED_MODULE_0__.patched)('look-before-upload')) ${NEW_STEP}`;

describe('a new version of the workers', function () {
  this.timeout('180s');
  let env: TestWorkflowEnvironment;
  let service: OwnService;
  let next: { stop(): Promise<void> };
  let connection: NativeConnection;
  let versionless: string;
  const goOn = { annotation: Promise.withResolvers<void>(), upload: Promise.withResolvers<void>() };
  const deployments = () => openDeployments(env.client, DEPLOYMENT);

  before(async () => {
    env = await openDevServer();
    service = await openService(env, { deployment: { deploymentName: DEPLOYMENT, buildId: '1' } });
    const bundle = await workflowCode({ codePath: readConfig().worker.bundle }, { sealed: false, versioned: true });
    versionless = await readFile(readConfig().worker.bundle, 'utf8');
    const code = 'code' in bundle ? bundle.code : '';
    assert.equal(code.split(UPLOAD).length, 2);
    connection = await NativeConnection.connect({ address: env.address });
    next = await service.moreWorkers({
      connection,
      workflows: { code: code.replace(UPLOAD, `${PATCHED} ${UPLOAD}`) },
      deployment: { deploymentName: DEPLOYMENT, buildId: '2' },
    });
  });
  after(async () => {
    await next?.stop();
    await connection?.close();
    await service?.close();
    await env?.teardown();
  });

  it('takes over what waits, leaves annotations where they are, and can be rolled back in the middle of its work', async () => {
    await until(
      async () =>
        (
          await deployments()
            .routing()
            .catch(() => undefined)
        )?.builds.length === 2,
      () => 'two builds',
    );
    await deployed('1');
    await assert.rejects(deployments().deploy('3'), DeploymentRefused);
    await assert.rejects(deployments().rollBack(), /nothing to roll back/);

    const held = await submitted(); // in flight, on build 1
    const [moved, untouched] = [await inGrace(), await inGrace()];
    await until(
      async () => (await buildsOf(`annotate/${held}`)).length > 0,
      () => 'the first annotation',
    );

    await deployments().deploy('2', 100);
    assert.deepEqual((await deployments().routing()).ramping, { buildId: '2', percent: 100 });
    service.before('archive.upload', () => goOn.upload.promise);
    await graceIsOver(moved);
    await until(
      async () => (await patchesOf(moved)).length > 0,
      () => 'the patch',
    );
    goOn.annotation.resolve();
    await ended(`annotate/${held}`);

    const { from, to, kept } = await until(async () => {
      const { count } = await env.client.workflow.count(
        "TemporalChangeVersion IS NOT NULL AND ExecutionStatus = 'Running'",
      );
      return count === 1 && deployments().rollBack();
    });
    assert.deepEqual([from, to, kept >= 1], ['2', '1', true]);
    assert.deepEqual(
      await deployments()
        .routing()
        .then(({ current, ramping }) => [current, ramping]),
      ['1', undefined],
    );
    const late = await submitted();
    await ended(`annotate/${late}`);
    goOn.upload.resolve();
    await graceIsOver(untouched);
    await Promise.all([moved, untouched].map(({ jobId }) => ended(resultWorkflowId(jobId))));

    assert.deepEqual(await buildsOf(`annotate/${held}`), ['1']);
    assert.deepEqual(await buildsOf(`annotate/${late}`), ['1']);
    assert.deepEqual(await buildsOf(resultWorkflowId(moved.jobId)), ['1', '2']);
    assert.deepEqual(await buildsOf(resultWorkflowId(untouched.jobId)), ['1']);
    for (const { jobId } of [moved, untouched]) assert.equal(service.row(jobId).archiveStatus, 'ARCHIVED');
    for (const id of [held, late]) assert.equal(service.row(id).status, 'COMPLETED');
  });

  it('lets what it held back go on once it is deployed after all', async () => {
    const job = await inGrace();
    await deployments().deploy('2');
    assert.equal((await deployments().routing()).current, '2');
    await graceIsOver(job);
    await ended(resultWorkflowId(job.jobId));
    assert.deepEqual(await patchesOf(job), ['look-before-upload']);
  });

  it('is caught in the rehearsal where it changes a story without a patch', async () => {
    const { history } = await historyOf(resultWorkflowId((await archivedRow()).jobId));
    const errors: unknown[] = [];
    const bundle = { code: versionless.replace(UPLOAD, `${NEW_STEP} ${UPLOAD}`) };
    for await (const { error } of Worker.runReplayHistories({ workflowBundle: bundle }, [
      { workflowId: 'result/x', history },
    ]))
      errors.push(error);
    assert.match(String(errors[0]), /[Nn]ondeterminism/);
  });

  async function deployed(buildId: string): Promise<void> {
    // A build can be deployed when each of its queues is polled.
    await until(() =>
      deployments()
        .deploy(buildId)
        .then(
          () => true,
          (error: unknown) => {
            if (error instanceof DeploymentRefused) return false;
            throw error;
          },
        ),
    );
  }

  async function submitted(): Promise<string> {
    const job = aJobRequest();
    const annotate = service.annotator.annotate;
    service.annotator.annotate = async (run) => {
      await goOn.annotation.promise;
      return annotate(run);
    };
    await service.objects.write({ ...job.input, bytes: 1, contentType: '', read: async () => Buffer.from('x') });
    await service.starters.requestJob(job);
    return job.jobId;
  }

  async function inGrace(): Promise<JobRecord> {
    const job = await service.completedJob({ completedAt: Date.now() });
    await until(
      async () => (await phaseOf(job)) === 'grace',
      () => 'the grace',
    );
    return job;
  }

  async function graceIsOver(job: JobRecord): Promise<void> {
    service.rows.set(job.jobId, { ...service.row(job.jobId), completedAt: 0 });
    await service.starters.annotationCompleted(job);
  }

  const described = (workflowId: string) => env.client.workflow.getHandle(workflowId).describe();
  const phaseOf = async ({ jobId }: JobRecord) =>
    (await described(resultWorkflowId(jobId))).searchAttributes['GasPhase']?.[0];
  const ended = (workflowId: string) => env.client.workflow.getHandle(workflowId).result();

  async function historyOf(workflowId: string) {
    const history = await env.client.workflow.getHandle(workflowId).fetchHistory();
    const events = history.events ?? [];
    const failed = events.filter(({ workflowTaskFailedEventAttributes: failure }) => failure);
    assert.deepEqual(
      failed.map((event) => event.workflowTaskFailedEventAttributes?.failure?.message),
      [],
      workflowId,
    );
    return { history, events };
  }

  /** The builds that have told a part of the story, in order. */
  async function buildsOf(workflowId: string): Promise<string[]> {
    const { events } = await historyOf(workflowId);
    const builds = events.flatMap(
      ({ workflowTaskCompletedEventAttributes: task }) => task?.deploymentVersion?.buildId ?? [],
    );
    return builds.filter((build, at) => build !== builds[at - 1]);
  }

  async function patchesOf({ jobId }: JobRecord): Promise<string[]> {
    const { events } = await historyOf(resultWorkflowId(jobId));
    const markers = events.flatMap(
      ({ markerRecordedEventAttributes: marker }) => marker?.details?.['patch-data']?.payloads ?? [],
    );
    return markers.map(({ data }) => (JSON.parse(Buffer.from(data ?? []).toString()) as { id: string }).id);
  }

  async function archivedRow(): Promise<JobRecord> {
    return [...service.rows.values()].find(
      ({ jobId, archiveStatus }) => archiveStatus === 'ARCHIVED' && jobId !== undefined,
    )!;
  }
});
