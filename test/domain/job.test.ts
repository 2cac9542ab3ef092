import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tiersFor } from '../../domain/archive.ts';
import { jobOfDescription, resultWorkflowId } from '../../domain/workflow-ids.ts';
import { objectKeys, safeFileName, withEvent } from '../../domain/job.ts';
import { aCompletedJob } from '../support/builders.ts';

describe('objectKeys', () => {
  it('follows the contract of prefix, user, job and name', () => {
    assert.deepEqual(objectKeys('gas', { jobId: 'j', userId: 'u', inputFileName: 'free_1.vcf.gz' }), {
      input: 'gas/u/j~free_1.vcf.gz',
      result: 'gas/u/j~free_1.annot.vcf.gz',
      index: 'gas/u/j~free_1.annot.vcf.gz.tbi',
      log: 'gas/u/j~free_1.vcf.count.log',
      summary: 'gas/u/j~free_1.summary.json',
      table: 'gas/u/j~free_1.annot.tsv.gz',
    });
  });

  it('keeps every name inside the folder of its job', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (inputFileName) => {
        for (const key of Object.values(objectKeys('gas', { jobId: 'j', userId: 'u', inputFileName }))) {
          assert.match(key, /^gas\/u\/j~[A-Za-z0-9_+ -][A-Za-z0-9._+ -]*$/);
        }
      }),
    );
  });
});

describe('safeFileName', () => {
  for (const [name, safe] of [
    ['../../etc/passwd', 'passwd'],
    ['C:\\data\\my sample.vcf', 'my sample.vcf'],
    ['<script>.vcf', '_script_.vcf'],
    ['', 'input.vcf'],
    ['..', 'input.vcf'],
  ] as const) {
    it(`turns ${JSON.stringify(name)} into ${safe}`, () => assert.equal(safeFileName(name), safe));
  }
});

describe('withEvent', () => {
  it('keeps the submission and the newest entries of a row that changes for ever', () => {
    let job = aCompletedJob();
    for (let at = 1; at <= 500; at++) job = { ...job, timeline: withEvent(job, { at, event: 'archiving' }) };
    assert.equal(job.timeline.length, 200);
    assert.equal(job.timeline[0]?.event, 'submitted');
    assert.equal(job.timeline.at(-1)?.at, 500);
  });
});

describe('tiersFor', () => {
  it('asks for Expedited first, below its limit of 250 MB', () => {
    assert.deepEqual(tiersFor(249_999_999, 'owner'), ['Expedited', 'Standard']);
    assert.deepEqual(tiersFor(10, 'move'), ['Bulk']);
    assert.deepEqual(tiersFor(250_000_000, 'owner'), ['Standard']);
  });
});

describe('jobOfDescription', () => {
  it('finds the job that a retrieval belongs to', () => {
    assert.equal(jobOfDescription(resultWorkflowId('j')), 'j');
    assert.equal(jobOfDescription('somebody else’s retrieval'), undefined);
  });
});
