// test/temporal/codec.test.ts — what Temporal keeps of a job whose payloads are encrypted, read raw from a real server.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { explain } from '../../cli/failure.ts';
import type { CodecKey } from '../../temporal/codec.ts';
import { payloadCodec, PayloadUnreadable } from '../../temporal/codec.ts';
import { connectClient } from '../../temporal/connection.ts';
import { inspectWorkflows } from '../../temporal/inspection.ts';
import { createStarters } from '../../temporal/starters.ts';
import { aJobRequest } from '../support/builders.ts';
import type { OwnService } from '../support/service.ts';
import { openDevServer } from '../support/dev-server.ts';
import { openService } from '../support/service.ts';
import { until } from '../support/until.ts';

const aKey = (id: string): CodecKey => ({ id, key: randomBytes(32) });
const [OLD, NEW] = [aKey('2026-01'), aKey('2026-07')];
const PAYLOAD: Payload = {
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from('"family-history.vcf"'),
};

const sealed = async (keys: readonly CodecKey[]) => (await payloadCodec(keys).encode([PAYLOAD]))[0]!;
const opened = async (payload: Payload, keys: readonly CodecKey[]) => (await payloadCodec(keys).decode([payload]))[0]!;
const textOf = ({ data }: Payload) => Buffer.from(data!).toString('latin1');

describe('the payload codec', () => {
  it('seals with the first key, names it, and opens with any that there is', async () => {
    const payload = await sealed([NEW, OLD]);
    assert.ok(!textOf(payload).includes('family'));
    assert.equal(String(payload.metadata!['encryption-key-id']), NEW.id);
    const clear = await opened(await sealed([OLD]), [NEW, OLD]);
    assert.deepEqual([textOf(clear), String(clear.metadata!['encoding'])], ['"family-history.vcf"', 'json/plain']);
  });

  it('never seals twice alike', async () => {
    assert.notEqual(textOf(await sealed([OLD])), textOf(await sealed([OLD])));
  });

  it('reads what was never sealed, and seals nothing without a key', async () => {
    assert.equal(await opened(PAYLOAD, [NEW]), PAYLOAD);
    assert.equal(await sealed([]), PAYLOAD);
  });

  for (const [what, keys, change, words] of [
    [
      'a key that is not there',
      [NEW],
      (data: Buffer) => data,
      /the key "2026-01", and GAS_CODEC_KEYS does not hold it \(there are 2026-07\)/,
    ],
    ['no key at all', [], (data: Buffer) => data, /does not hold it \(there are no keys\)/],
    ['another key of that name', [aKey(OLD.id)], (data: Buffer) => data, /another key has that name/],
    ['a changed byte', [OLD], (data: Buffer) => data.fill(data[20]! ^ 1, 20, 21), /its bytes were changed/],
    ['a cut end', [OLD], (data: Buffer) => data.subarray(0, -1), /its bytes were changed/],
    ['no bytes', [OLD], () => Buffer.alloc(0), /its bytes were changed/],
  ] as const) {
    it(`says in a sentence what ${what} means`, async () => {
      const payload = await sealed([OLD]);
      const data = change(Buffer.from(payload.data!));
      await assert.rejects(opened({ ...payload, data }, keys), (error: Error) => {
        assert.ok(error instanceof PayloadUnreadable);
        assert.match(error.message, words);
        assert.equal(explain(error).id, 'settings');
        return true;
      });
    });
  }
});

describe('a service with a key', function () {
  this.timeout('120s');
  const FILE = 'family-history.vcf';
  const LINE = 'chrM 11778 G A of a patient';
  let env: TestWorkflowEnvironment;
  let service: OwnService;
  before(async () => {
    env = await openDevServer();
    service = await openService(env, { codecKeys: [OLD] });
  });
  after(async () => {
    await service?.close();
    await env?.teardown();
  });

  it('leaves neither file names nor failures for Temporal to read, and loses none of them itself', async () => {
    const job = { ...aJobRequest(), inputFileName: FILE };
    const workflowId = `annotate/${job.jobId}`;
    const goOn = Promise.withResolvers<void>();
    let attempts = 0;
    service.annotator.annotate = async (run) => {
      attempts += 1;
      run.onProgress(42);
      if (attempts === 1) throw new Error(LINE);
      await goOn.promise;
      throw ApplicationFailure.nonRetryable(LINE);
    };
    await service.objects.write({ ...job.input, bytes: 1, contentType: '', read: async () => Buffer.from('x') });
    await service.starters.submit(job, 'free_user');

    const [view] = await until(
      async () => {
        const views = await inspectWorkflows(service.client).ofJob(job);
        return views[0]?.pending[0]?.lastFailure ? views : undefined;
      },
      () => 'the failure of the first attempt',
    );
    assert.equal(view!.pending[0]!.lastFailure, LINE);
    assert.equal((await service.starters.submission(job.jobId))?.inputFileName, FILE);
    const handle = service.client.workflow.getHandle(workflowId);
    const described = raw((await handle.describe()).raw);
    goOn.resolve();

    await assert.rejects(handle.result(), (error) => {
      assert.ok(error instanceof WorkflowFailedError);
      return error.cause?.cause instanceof ApplicationFailure && error.cause.cause.message === LINE;
    });
    const history = raw(await handle.fetchHistory());
    for (const kept of [described, history]) {
      for (const secret of [FILE, 'family', LINE, '11778']) assert.ok(!kept.includes(secret), secret);
      assert.ok(kept.includes('binary/encrypted'));
    }
    assert.ok(history.includes('Encoded failure'));
    assert.ok(raw({ data: Buffer.from(FILE).toString('base64') }).includes(FILE));
  });

  it('reads on after a rotation, and says what is missing where a key is', async () => {
    const job = { ...aJobRequest(), inputFileName: FILE };
    await service.starters.submit(job, 'free_user');
    const submission = (codecKeys: readonly CodecKey[]) =>
      createStarters(connectClient({ address: env.address, namespace: 'default', codecKeys })).submission(job.jobId);
    assert.equal((await submission([NEW, OLD]))?.inputFileName, FILE);
    for (const keys of [[NEW], []]) {
      await assert.rejects(submission(keys), /encrypted with the key "2026-01", and GAS_CODEC_KEYS does not hold it/);
    }
  });
});

/** All that it holds, with everything in base64 as the text that it stands for. */
function raw(value: unknown): string {
  const text = JSON.stringify(value);
  return [
    text,
    ...[...text.matchAll(/[A-Za-z0-9+/]{8,}={0,2}/g)].map(([word]) => Buffer.from(word, 'base64').toString('latin1')),
  ].join('\n');
}
