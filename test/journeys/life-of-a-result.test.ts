import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import type { IncomingMessage } from 'node:http';
import { Client as Temporal, Connection } from '@temporalio/client';
import { linesOf } from '../../infra/permissions/actions.ts';
import { PROCESSES } from '../../infra/permissions/grant.ts';
import { Refused } from '../../local/client.ts';
import {
  deliveriesOf,
  followByWebhook,
  keepHouse,
  operate,
  poison,
  runAgain,
  tryWebhook,
  uploadInParts,
} from '../support/errands.ts';
import { annotated, openJourney, reached, type Journey } from '../support/journey.ts';
import { until } from '../support/until.ts';

const archived = { place: 'archived' } as const;
const refusedWith = (status: number) => (error: unknown) => error instanceof Refused && error.status === status;
const completes = ({ method, url = '' }: IncomingMessage) => method === 'POST' && /\/multipart-uploads\/.+/.test(url);
const deletesMessage = ({ headers }: IncomingMessage) => String(headers['x-amz-target']).includes('DeleteMessage');

describe('the life of a result, through all processes', function () {
  this.timeout(400_000);
  let journey: Journey;
  before(async () => {
    journey = await openJourney({}, { workerPerRole: true });
  });
  after(() => journey.close());

  /** Every result in one place, nothing in the vault, in a queue or under way. */
  async function assertAtRest(archives: number) {
    const { inspector, stack } = journey;
    await until(
      async () => (await inspector.cold()).archives === archives,
      () => 'there are not as many archives as expected',
    );
    assert.equal((await inspector.cold()).uploads, 0);
    await until(
      async () => Object.keys(await inspector.queues()).length === 0,
      () => 'a queue is not empty',
    );
    const connection = await Connection.connect({ address: stack.config.temporal.address });
    try {
      const { workflow } = new Temporal({ connection });
      // One that tells of several results at once waits for more of them.
      await until(
        async () => (await workflow.count('ExecutionStatus = "Running" AND WorkflowType != "notifyUser"')).count === 0,
        () => 'a workflow still runs',
      );
      assert.equal((await workflow.count('ExecutionStatus IN ("Failed", "Terminated", "TimedOut")')).count, 0);
    } finally {
      await connection.close();
    }
  }

  const toldAbout = (jobId: string) =>
    until(async () => (await (await fetch(`${journey.stack.urls.mailbox}/messages.json`)).text()).includes(jobId));

  it('annotates, archives after the grace, and brings back the same bytes on an upgrade', async () => {
    const { as, vcf, inspector } = journey;
    const ada = await as('Ada');
    const { email, plan, limits } = await ada.profile();
    assert.deepEqual([email, plan.role], ['ada.free@example.org', 'free_user']);

    const jobId = await annotated(ada, vcf);
    const before = await ada.download(jobId, 'result');
    assert.match(gunzipSync(before).toString(), /\t11778\t.*missense\|MT-ND4\|.*340R>340H.*MITOMAP_DISEASE=LHON/);
    assert.deepEqual(await ada.download(jobId, 'input'), new Uint8Array(vcf));
    await toldAbout(jobId);

    const tooLarge = ada.upload('large.vcf', new Uint8Array(limits.input_bytes + 1));
    await assert.rejects(tooLarge, refusedWith(413));
    const ben = await as('Ben');
    const peeks = [
      () => ben.job(jobId),
      () => ben.log(jobId),
      () => ben.download(jobId, 'result'),
      () => ben.cancel(jobId),
    ];
    for (const peek of peeks) await assert.rejects(peek, refusedWith(403));

    await reached(ada, jobId, ({ place }) => place === archived.place);
    await assert.rejects(ada.download(jobId, 'result'), refusedWith(409));
    assert.match(await ada.log(jobId), /missense_variant +861/);
    await until(async () => (await inspector.resultVersions(jobId)) === 0);

    await ada.changePlan('premium_user');
    const restored = await reached(ada, jobId, ({ place }) => place === 'hot');
    assert.deepEqual(await ada.download(jobId, 'result'), before);
    assert.equal(await inspector.resultVersions(jobId), 1);
    assert.equal(restored.timeline.at(-1)?.event, 'restored');
    assert.equal(restored.version, restored.timeline.length);
    await assertAtRest(0);
  });

  it('archives once where the worker is killed between upload and record, and restores once where the bridge is killed between hand-over and delete', async () => {
    const { as, vcf, stack, workers, glacier, aws } = journey;
    const ben = await as('Ben');
    const completion = glacier.holdReply(completes);
    const jobId = await annotated(ben, vcf);
    const before = await ben.download(jobId, 'result');
    await completion.reached;
    await workers.kill('SIGKILL');
    completion.release();
    assert.notEqual((await ben.job(jobId)).place, archived.place);
    await workers.start();
    await reached(ben, jobId, ({ place }) => place === archived.place);
    await assertAtRest(1);

    const deletion = aws.holdRequest(deletesMessage);
    await ben.changePlan('premium_user');
    await deletion.reached;
    await stack.kill('bridge', 'SIGKILL');
    deletion.release();
    await stack.start('bridge');
    const restored = await reached(ben, jobId, ({ place }) => place === 'hot');
    assert.deepEqual(await ben.download(jobId, 'result'), before);
    await assertAtRest(0);
    assert.equal((await ben.profile()).plan.version, 1);
    assert.equal(restored.timeline.filter(({ event }) => event === 'retrieving').length, 1);
  });

  it('goes on where it was when Temporal and web are killed during the thaw', async () => {
    const { as, vcf, stack, glacier } = journey;
    const clara = await as('Clara');
    const jobId = await annotated(clara, vcf);
    const before = await clara.download(jobId, 'result');
    await clara.changePlan('free_user');
    await reached(clara, jobId, ({ place }) => place === archived.place);

    const retrieval = glacier.holdReply(({ method, url = '' }) => method === 'POST' && url.endsWith('/jobs'));
    await clara.changePlan('premium_user');
    await retrieval.reached;
    await Promise.all([stack.kill('temporal', 'SIGKILL'), stack.kill('web', 'SIGKILL')]);
    retrieval.release();
    await stack.start('temporal');
    await stack.start('web');
    await reached(clara, jobId, ({ place }) => place === 'hot');
    assert.deepEqual(await clara.download(jobId, 'result'), before);
    await assertAtRest(0);
  });

  it('deletes what it said it would, though no worker answered and Temporal was killed then', async () => {
    const { as, vcf, stack, workers, inspector } = journey;
    const clara = await as('Clara');
    const jobId = await annotated(clara, vcf);
    await toldAbout(jobId); // else the removal waits for a step of the annotation, which was killed
    await workers.kill('SIGKILL');
    assert.equal((await clara.deleteJob(jobId)).status, 'deleting');
    await stack.kill('temporal', 'SIGKILL');
    await stack.start('temporal');
    await workers.start();
    await until(() =>
      clara.job(jobId).then(
        () => false,
        (error: unknown) => refusedWith(404)(error),
      ),
    );
    await until(async () => (await inspector.resultVersions(jobId)) === 0);
    await assertAtRest(0);
  });

  it('does the errands of people, operators and other systems, and archives in S3 where it is told to', async () => {
    const { as, vcf, stack } = journey;
    const [ada, ben, clara] = [await as('Ada'), await as('Ben'), await as('Clara')];
    await tryWebhook(clara, (await followByWebhook(clara)).id);
    const { id } = await followByWebhook(ada);
    await poison(stack);
    const jobId = await uploadInParts(ada, vcf);
    await clara.closeAccount();
    await keepHouse(ada, jobId);
    await ada.deleteJob((await runAgain(ada, jobId)).job_id);
    await until(async () => (await deliveriesOf(ada, id)).deliveries.length > 0);

    assert.match(await operate(stack, 'doctor'), /./);
    assert.match(await operate(stack, 'status'), /./);
    assert.match(await operate(stack, 'redrive'), /./);
    assert.match(await operate(stack, 'inspect', jobId), /premium_user/);
    await operate(stack, 'retry', jobId);
    await operate(stack, 'release', jobId);
    assert.match(await operate(stack, 'reconcile'), /archives?/);
    await journey.withSettings({ GAS_ARCHIVE: 's3-glacier' });
    await ben.changePlan('free_user');
    const [{ job_id: cold } = { job_id: '' }] = (await ben.jobs()).jobs;
    await reached(ben, cold, ({ place }) => place === archived.place);
    assert.match(await operate(stack, 'inspect', cold), /s3-glacier/);
    assert.match(await operate(stack, 'reconcile', '--dry-run'), /1 archive/);
    await ben.changePlan('premium_user');
    await reached(ben, cold, ({ place }) => place === 'hot');
  });

  const asked = (process: string) => journey.asks()[process] ?? [];

  for (const process of PROCESSES) {
    it(`asks AWS, as ${process}, for nothing but what infra/permissions allows, and for all of it`, async () => {
      const missing = () => linesOf(process, { journeys: true }).filter((line) => !asked(process).includes(line));
      // An account that was closed is still being forgotten.
      await until(
        () => missing().length === 0,
        () => `what is allowed, and comes by here as the table has it: ${missing().join('; ')}`,
      );
      const allowed = linesOf(process);
      assert.deepEqual(
        asked(process).filter((line) => !allowed.includes(line)),
        [],
      );
    });
  }
});
