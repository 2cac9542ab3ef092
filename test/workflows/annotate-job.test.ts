import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActivityFailure, ApplicationFailure, WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { JobRequest } from '../../domain/job.ts';
import { aJobRequest } from '../support/builders.ts';
import type { Service } from '../support/service.ts';
import { aServicePerTest } from '../support/service.ts';

describe('annotateJob', () => {
  let env: TestWorkflowEnvironment;
  let service: Service;
  aServicePerTest((opened) => {
    service = opened;
    env = opened.env;
  });

  const VCF = Buffer.from('##fileformat=VCFv4.2\n');
  const annotated = ({ jobId }: JobRequest): Promise<void> =>
    env.client.workflow.getHandle(`annotate/${jobId}`).result();
  const notices = ({ userId }: JobRequest) => env.client.workflow.getHandle(`notify/${userId}`);
  /** The owner is told, too: a step left open would stop the server's clock for the tests after this one. */
  async function ended(request: JobRequest): Promise<void> {
    try {
      await annotated(request);
    } finally {
      await notices(request).result().catch(isNotFound);
    }
  }
  const submit = (request: JobRequest) => service.starters.submit(request, 'free_user');
  const statuses = (request: JobRequest) => service.row(request.jobId).timeline.map(({ event }) => event);

  async function anUploadedInput(bytes = VCF): Promise<JobRequest> {
    const request = aJobRequest();
    await service.objects.write({ ...request.input, bytes: bytes.length, contentType: '', read: async () => bytes });
    await service.users.saveProfile(request.userId, { email: 'ada@example.org' });
    return request;
  }

  it('records the job before the submission is answered, then annotates it', async () => {
    // A worker that has only just begun may need longer for its first workflow than a submission waits.
    const first = await anUploadedInput();
    await submit(first);
    await ended(first);

    const request = await anUploadedInput();
    assert.deepEqual(await submit(request), { kind: 'recorded', status: 'PENDING' });
    await ended(request);

    const row = service.row(request.jobId);
    assert.equal(row.status, 'COMPLETED');
    assert.equal(row.hotKey, `gas/${request.userId}/${request.jobId}~sample.annot.vcf.gz`);
    assert.match(row.result!.treeHash!, /^[0-9a-f]{64}$/);
    assert.deepEqual(statuses(request), ['submitted', 'annotating', 'completed']);
    assert.equal(row.version, 3);
  });

  it('annotates with the genome that was asked for, and with none where none was', async () => {
    const asked: (string | undefined)[] = [];
    const annotate = service.annotator.annotate;
    service.annotator.annotate = (run) => {
      asked.push(run.genome);
      return annotate(run);
    };
    const chosen = { ...(await anUploadedInput()), genome: 'GRCh38 chrM' };
    const left = await anUploadedInput();
    for (const request of [chosen, left]) {
      await submit(request);
      await ended(request);
    }
    assert.deepEqual(asked, ['GRCh38 chrM', undefined]);
    assert.equal(service.row(chosen.jobId).genome, 'GRCh38 chrM');
  });

  it('knows what was submitted before anything is recorded', async () => {
    const request = await anUploadedInput();
    assert.equal(await service.starters.submission(request.jobId), undefined);
    let held: unknown;
    service.before('jobs.insert', async () => {
      held = await service.starters.submission(request.jobId);
    });
    await submit(request);
    await ended(request);
    assert.deepEqual(held, request);
  });

  it('stores result, index and log, announces completion, and mails the owner', async () => {
    const request = await anUploadedInput();
    await submit(request);
    await ended(request);
    const stored = [...service.versions.keys()]
      .filter((key) => key.startsWith('results/'))
      .map((key) => key.split('~')[1]);
    assert.deepEqual(
      new Set(stored),
      new Set(['sample.annot.vcf.gz', 'sample.annot.vcf.gz.tbi', 'sample.vcf.count.log']),
    );
    assert.deepEqual(
      service.published.map(({ kind }) => kind),
      ['annotation-complete'],
    );
    assert.deepEqual(
      service.delivered().map(({ to, subject }) => [to, subject]),
      [['ada@example.org', 'Annotated: sample.vcf']],
    );
  });

  it('makes one job of a submission that arrives many times, also after it has ended', async () => {
    const request = await anUploadedInput();
    let runs = 0;
    const annotate = service.annotator.annotate;
    service.annotator.annotate = (run) => {
      runs += 1;
      return annotate(run);
    };
    await Promise.all([submit(request), submit(request), service.starters.requestJob(request)]);
    await ended(request);
    assert.deepEqual(await submit(request), { kind: 'recorded', status: 'COMPLETED' });
    await service.starters.requestJob(request);
    await ended(request);
    assert.equal(runs, 1);
    assert.equal(service.row(request.jobId).version, 3);
  });

  it('fails a job with the annotator’s words and its log, and annotates it when it is retried', async () => {
    const request = await anUploadedInput();
    const annotate = service.annotator.annotate;
    service.annotator.annotate = async ({ outputFolder }) => {
      const logPath = join(outputFolder, 'log');
      await writeFile(logPath, 'This is a BED file.\n');
      return { kind: 'refused', message: 'This is a BED file.', logPath };
    };
    await submit(request);
    await ended(request);
    const failed = service.row(request.jobId);
    assert.deepEqual([failed.status, failed.failure, failed.result], ['FAILED', 'This is a BED file.', undefined]);
    assert.match(failed.log!.key, /sample\.vcf\.count\.log$/);
    assert.match(service.delivered()[0]!.subject, /Not annotated/);

    service.annotator.annotate = annotate;
    await submit({ ...request, attempt: 2 });
    await ended(request);
    const row = service.row(request.jobId);
    assert.deepEqual([row.status, row.attempt, row.failure], ['COMPLETED', 2, undefined]);
  });

  it('annotates again where the retry is asked for before the failed attempt has ended', async () => {
    const request = await anUploadedInput();
    const annotate = service.annotator.annotate;
    service.annotator.annotate = () => Promise.reject(new Error('the engine is broken'));
    let asked: Promise<unknown> | undefined;
    service.after('jobs.save', () =>
      service.after('jobs.save', () => {
        service.annotator.annotate = annotate;
        asked = submit({ ...request, attempt: 2 });
      }),
    );
    await submit(request);
    await ended(request);
    await asked;
    await ended({ ...request, attempt: 2 });
    const row = service.row(request.jobId);
    assert.deepEqual([row.status, row.attempt], ['COMPLETED', 2]);
  });

  it('completes a job whose owner cannot be mailed', async () => {
    const request = await anUploadedInput();
    service.mail.send = () => Promise.reject(ApplicationFailure.nonRetryable('there is no such address'));
    await submit(request);
    await annotated(request);
    assert.equal(service.row(request.jobId).status, 'COMPLETED');
    await notices(request).result();
  });

  it('refuses an input above the limit of the plan, whatever way it came', async () => {
    const request = await anUploadedInput(Buffer.alloc(1001));
    await service.starters.requestJob(request);
    await ended(request);
    assert.match(service.row(request.jobId).failure!, /1001 bytes; your plan allows 1000. Upgrade/);
  });

  it('fails a job whose input is not there', async () => {
    const request = aJobRequest();
    await submit(request);
    await ended(request);
    assert.match(service.row(request.jobId).failure!, /Upload it again/);
  });

  it('fails a job in words where the engine fails five times', async () => {
    const request = await anUploadedInput();
    service.annotator.annotate = () => Promise.reject(new Error('bcftools was killed by SIGSEGV'));
    await submit(request);
    await assert.rejects(
      ended(request),
      (error) => error instanceof WorkflowFailedError && error.cause instanceof ActivityFailure,
    );
    const { status, failure, log } = service.row(request.jobId);
    assert.equal(status, 'FAILED');
    assert.match(failure!, /Retry later/);
    assert.match(await text(Readable.from(await service.objects.read(log!))), /^Not annotated, .*\n\n.*Retry later/);
  });

  it('stops the annotation of a job that is cancelled, and says so', async () => {
    const request = await anUploadedInput();
    const started = Promise.withResolvers<void>();
    let stopped = false;
    service.annotator.annotate = ({ signal }) =>
      new Promise((_, reject) => {
        started.resolve();
        signal.addEventListener('abort', () => {
          stopped = true;
          reject(signal.reason as Error);
        });
      });
    await submit(request);
    await started.promise;
    assert.equal(await service.starters.cancel(request.jobId), true);
    await assert.rejects(ended(request), WorkflowFailedError);
    assert.equal(stopped, true);
    assert.equal(service.row(request.jobId).status, 'CANCELLED');
    assert.deepEqual(service.published, []);
  });

  for (const step of ['jobs.insert', 'jobs.save', 'objects.write', 'events.publish', 'mail.send'] as const) {
    it(`completes once where the reply of ${step} is lost`, async () => {
      const request = await anUploadedInput();
      service.after(step, () => {
        throw new Error('the reply is lost');
      });
      await service.starters.requestJob(request);
      await ended(request);
      const row = service.row(request.jobId);
      assert.deepEqual([row.status, row.version], ['COMPLETED', 3]);
      assert.equal(service.delivered().length, 1);
    });
  }

  it('lets a run that froze write nothing after another run has completed the job', async () => {
    const request = await anUploadedInput();
    const frozen = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const annotate = service.annotator.annotate;
    service.annotator.annotate = async (run) => {
      service.annotator.annotate = annotate;
      reached.resolve();
      await frozen.promise;
      return annotate(run);
    };
    await submit(request);
    await reached.promise;
    await env.client.workflow.getHandle(`annotate/${request.jobId}`).terminate();
    await service.starters.requestJob(request);
    await new Promise<void>((resolve) => service.after('events.publish', resolve));
    const completed = service.row(request.jobId);
    const written = new Promise<void>((resolve) =>
      service.after('objects.write', () =>
        service.after('objects.write', () => service.after('objects.write', resolve)),
      ),
    );
    frozen.resolve();
    await written;
    assert.deepEqual(service.row(request.jobId), completed);
  });
});

function isNotFound(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}
