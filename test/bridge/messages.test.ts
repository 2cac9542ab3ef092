// test/bridge/messages.test.ts — every format of the four queues, in every delivery.
import assert from 'node:assert/strict';
import {
  JOB,
  OTHER_JOB,
  PUBLISHED_AT,
  SENT_AT,
  USER,
  byDefault,
  deliver,
  direct,
  enveloped,
  notice,
  pending,
  restore,
  work,
} from './deliveries.ts';

describe('the bridge reads', () => {
  const completed = work({ kind: 'annotationCompleted', jobId: JOB, userId: USER });
  for (const [delivery, wrap] of Object.entries({ direct, enveloped, byDefault })) {
    it(`an annotation that is complete, ${delivery}, whatever else the message holds`, () => {
      const message = { job_id: JOB, user_id: USER, user_email: 'a@b.example', complete_time: 'soon', default: '{}' };

      assert.deepEqual(deliver('annotationComplete', wrap(message)), completed);
    });

    it(`a job request, ${delivery}`, () => {
      const request = {
        jobId: JOB,
        userId: USER,
        inputFileName: 'sample.vcf',
        input: { bucket: 'gas-inputs', key: `gas/${USER}/${JOB}~sample.vcf` },
        submittedAt: 1_772_359_200_000,
        attempt: 1,
      };

      assert.deepEqual(deliver('jobRequests', wrap(pending)), work({ kind: 'jobRequested', request }));
    });

    it(`the thaw of an archive, ${delivery}`, () => {
      assert.deepEqual(deliver('thaws', wrap(notice)), work({ kind: 'archiveThawed', jobId: JOB }));
    });
  }

  it('an enveloped message whose default holds the JSON', () => {
    assert.deepEqual(
      deliver('annotationComplete', enveloped({ default: JSON.stringify({ job_id: JOB, user_id: USER }), sqs: 'x' })),
      completed,
    );
  });

  it('the name and the genome that a job request gives', () => {
    const reading = deliver('jobRequests', direct({ ...pending, name: 'Familie Müller', genome: 'rCRS' }));
    const request =
      reading.kind === 'work' && reading.work[0]?.kind === 'jobRequested' ? reading.work[0].request : undefined;

    assert.deepEqual([request?.name, request?.genome], ['Familie Müller', 'rCRS']);
  });
});

const change = (body: string) => {
  const reading = deliver('planChanges', body);
  return reading.kind === 'work' && reading.work[0]?.kind === 'planChanged' ? reading.work[0].change : reading;
};

describe('the bridge orders changes of plan', () => {
  it('by version, where the sender knows one', () => {
    const message = { user_id: USER, role: 'free_user', change_id: 'c-1', plan_version: 7 };

    assert.deepEqual(change(enveloped(message)), {
      userId: USER,
      role: 'free_user',
      changeId: 'c-1',
      planVersion: 7,
      orderedAt: PUBLISHED_AT,
    });
  });

  it('by the time and id of SNS, where the message came through it', () => {
    assert.deepEqual(change(enveloped({ user_id: USER, role: 'free_user' })), {
      userId: USER,
      role: 'free_user',
      changeId: 'sns-message',
      orderedAt: PUBLISHED_AT,
    });
  });

  it('by the time and id of SQS otherwise', () => {
    assert.deepEqual(change(direct({ user_id: USER, role: 'premium_user' })), {
      userId: USER,
      role: 'premium_user',
      changeId: 'sqs-message',
      orderedAt: SENT_AT,
    });
  });

  it('and never later than SQS received them', () => {
    const envelope = {
      Type: 'Notification',
      Message: direct({ user_id: USER, role: 'free_user' }),
      Timestamp: '2099-01-01T00:00:00Z',
    };

    const taken = change(JSON.stringify(envelope));
    assert.equal('orderedAt' in taken && taken.orderedAt, SENT_AT);
  });

  const archived = {
    job_id: JOB,
    user_id: USER,
    archive_id: 'archive',
    s3_key_result_file: `gas/${USER}/${JOB}~r.vcf`,
  };
  for (const message of [{ user_id: USER }, archived]) {
    it(`and takes an old message with ${Object.keys(message).join(', ')} for an upgrade`, () => {
      const taken = change(direct(message));

      assert.deepEqual('role' in taken && [taken.role, taken.userId, taken.changeId], [
        'premium_user',
        USER,
        'sqs-message',
      ]);
    });
  }
});

describe('the bridge reads restores of S3', () => {
  const key = `gas/${USER}/${JOB}~sample+1%20%C3%BC~x.annot.vcf.gz`;

  it('each once, though one message holds several', () => {
    const records = [
      restore(key),
      restore(`gas/${USER}/${OTHER_JOB}~b.annot.vcf.gz`, 's3:ObjectRestore:Completed'),
      restore(key),
    ];

    assert.deepEqual(
      deliver('thaws', direct({ Records: records })),
      work({ kind: 'archiveThawed', jobId: JOB }, { kind: 'archiveThawed', jobId: OTHER_JOB }),
    );
  });

  it('from keys that are encoded throughout', () => {
    assert.deepEqual(
      deliver('thaws', enveloped({ Records: [restore(encodeURIComponent(decodeURIComponent(key)))] })),
      work({ kind: 'archiveThawed', jobId: JOB }),
    );
  });
});

describe('the bridge acknowledges without work', () => {
  const table: Record<string, unknown> = {
    'an inventory': { Action: 'InventoryRetrieval', Completed: true, JobDescription: null, StatusCode: 'Succeeded' },
    'a retrieval of somebody else': { ...notice, JobDescription: 'yearly audit' },
    'a restore that has begun': { Records: [restore(`gas/${USER}/${JOB}~a`, 'ObjectRestore:Post')] },
    'a restored copy that has expired': { Records: [restore(`gas/${USER}/${JOB}~a`, 'ObjectRestore:Delete')] },
    'a restore of somebody else': { Records: [restore('reports/2026.pdf')] },
    'the test of a notification': { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'gas-results' },
  };
  for (const [what, message] of Object.entries(table)) {
    it(what, () => assert.equal(deliver('thaws', direct(message)).kind, 'nothing'));
  }
});
