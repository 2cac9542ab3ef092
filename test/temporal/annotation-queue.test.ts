// test/temporal/annotation-queue.test.ts — what Temporal's server really tells of the annotations that are open.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { standing } from '../../domain/annotation-queue.ts';
import type { JobRequest } from '../../domain/job.ts';
import { createStarters } from '../../temporal/starters.ts';
import { annotationQueue } from '../../temporal/annotation-queue.ts';
import { aJobRequest } from '../support/builders.ts';
import type { Service } from '../support/service.ts';
import { openDevServer } from '../support/dev-server.ts';
import { openService } from '../support/service.ts';
import { until } from '../support/until.ts';

/** What one worker of the tests annotates at once. */
const AT_ONCE = 5;

describe('the queue of annotations', function () {
  this.timeout('120s');
  let env: TestWorkflowEnvironment;
  before(async () => {
    env = await openDevServer();
  });
  after(() => env.teardown());

  const queue = () => annotationQueue(env.client);

  /** Until the server's index, which lags, has so many open annotations and so many of them are being annotated. */
  async function seen(open: number, running: number) {
    let last = await queue().snapshot();
    await until(
      async () => {
        last = await queue().snapshot();
        return last.open.length === open && last.running === running;
      },
      () => `${open} open annotations, ${running} running; seen: ${JSON.stringify(last)}`,
    );
    return last;
  }

  it('tells that no worker runs, then who is before whom while all are busy, and what was done lately', async () => {
    const early = aJobRequest();
    await createStarters(env.client).requestJob(early);
    const alone = await seen(1, 0);
    assert.deepEqual([alone.annotators, alone.recorders], [0, 0]);
    assert.equal((await queue().stateOf(early.jobId)).kind, 'recording');

    const service = await openService(env);
    try {
      await whileBusy(service, early);
    } finally {
      await service.close();
    }
  });

  async function whileBusy(service: Service, early: JobRequest): Promise<void> {
    const goOn = Promise.withResolvers<void>();
    const annotate = service.annotator.annotate;
    service.annotator.annotate = async (run) => {
      run.onProgress(42);
      await goOn.promise;
      return annotate(run);
    };
    await put(service, early);
    const others = await submitted(service, AT_ONCE - 1, 'free_user');
    await seen(AT_ONCE, AT_ONCE);
    const [free] = await submitted(service, 1, 'free_user');
    const [premium] = await submitted(service, 1, 'premium_user');

    const snapshot = await seen(AT_ONCE + 2, AT_ONCE);
    assert.equal(snapshot.recorders, 1);
    const told = async (job: JobRequest) =>
      standing({ job, state: await queue().stateOf(job.jobId), snapshot, now: 0 });
    assert.deepEqual(await told(premium!), { reason: 'workers-busy', position: 1, ahead: 0 });
    assert.deepEqual(await told(free!), { reason: 'workers-busy', position: 2, ahead: 1 });
    await until(
      async () => (await told(others[0]!)).records === 42,
      () => 'the progress of an annotation',
    );

    goOn.resolve();
    const all = [early, ...others, free!, premium!];
    await Promise.all(all.map(({ jobId }) => env.client.workflow.getHandle(`annotate/${jobId}`).result()));
    assert.equal((await queue().stateOf(free!.jobId)).kind, 'none');
    await until(
      async () => {
        const recent = await queue().recent();
        return all.every(({ jobId }) => recent.includes(jobId));
      },
      () => 'the annotations that have ended',
    );
  }

  it('tells when a failed attempt is repeated', async () => {
    const service = await openService(env);
    try {
      service.annotator.annotate = () => Promise.reject(new Error('the engine is broken'));
      const [request] = await submitted(service, 1, 'free_user');
      await until(
        async () => (await queue().stateOf(request!.jobId)).kind === 'retrying',
        () => 'the wait between two attempts',
      );
      service.annotator.annotate = async ({ outputFolder }) => {
        const logPath = join(outputFolder, 'log');
        await writeFile(logPath, 'refused');
        return { kind: 'refused', message: 'refused', logPath };
      };
      await env.client.workflow.getHandle(`annotate/${request!.jobId}`).result();
    } finally {
      await service.close();
    }
  });
});

async function put({ objects }: Service, { input }: JobRequest): Promise<void> {
  await objects.write({ ...input, bytes: 4, contentType: '', read: async () => Buffer.from('text') });
}

async function submitted(service: Service, count: number, role: 'free_user' | 'premium_user') {
  const requests = Array.from({ length: count }, () => aJobRequest());
  for (const request of requests) {
    await put(service, request);
    await service.starters.submit(request, role);
  }
  return requests;
}
