// test/domain/annotation-queue.test.ts — where a job stands among those that wait to be annotated.
import assert from 'node:assert/strict';
import type { AnnotationState, OpenAnnotation, QueueSnapshot, Standing } from '../../domain/annotation-queue.ts';
import { ahead, standing, standingInWords, typicalAnnotationMs, WAIT_REASONS } from '../../domain/annotation-queue.ts';
import { aJob } from '../support/builders.ts';

/** `ann1 ben1 ANN2`: users by name, capitals are premium, in the order of their start. */
function open(text: string): OpenAnnotation[] {
  return text.split(' ').map((jobId, startedAt) => ({
    jobId,
    userId: jobId.replace(/\d+/, '').toLowerCase(),
    premium: jobId === jobId.toUpperCase(),
    startedAt,
  }));
}
const aSnapshot = (over: Partial<QueueSnapshot> = {}): QueueSnapshot => ({
  open: [],
  truncated: false,
  running: 0,
  annotators: 1,
  recorders: 1,
  ...over,
});

describe('the place of a job in the queue', () => {
  const cases: [queue: string, running: number, job: string, ahead: number][] = [
    ['ann1', 0, 'ann1', 0],
    ['ann1 ann2 ann3', 0, 'ann3', 2],
    ['ann1 ann2 ann3', 1, 'ann3', 1],
    ['ann1 ann2 ann3', 2, 'ann3', 0],
    ['ben1 cid1 ann1', 0, 'ann1', 2],
    ['ben1 ben2 ben3 ann1', 0, 'ann1', 1], // others take one turn
    ['ben1 ben2 ben3 ann1 ann2', 0, 'ann2', 3], // its own first job and two turns of the other
    ['ann1 ben1', 0, 'ann1', 0], // who comes later waits for a turn
    ['ann1 ann2 ben1', 0, 'ann2', 2], // and has one before a second job
    ['ann1 BEN1 BEN2', 0, 'ann1', 2], // premium first, whenever it came
    ['ann1 BEN1 CID1', 0, 'CID1', 1],
    ['ann1 ann2 BEN1', 1, 'BEN1', 0],
  ];
  for (const [queue, running, job, expected] of cases) {
    it(`is ${expected + 1} for ${job} of ${queue}, ${running} of which are being annotated`, () => {
      const own = open(queue).find(({ jobId }) => jobId === job)!;
      assert.equal(ahead(aSnapshot({ open: open(queue), running }), own), expected);
    });
  }

  it('is the last where the index does not have the job yet, and unknown where it is too long to be read', () => {
    const own = { jobId: 'new', userId: 'new' };
    assert.equal(ahead(aSnapshot({ open: open('ann1 ben1 cid1'), running: 1 }), own), 2);
    assert.equal(ahead(aSnapshot({ open: open('ann1'), truncated: true }), own), undefined);
  });
});

describe('why a job waits', () => {
  const job = { jobId: 'ann1', userId: 'ann' };
  const queued = { kind: 'queued' } as const;
  const busy = aSnapshot({ open: open('ben1 cid1 ann1'), running: 1 });
  const cases: [what: string, state: AnnotationState, snapshot: QueueSnapshot, expected: Standing][] = [
    ['a worker has it', { kind: 'running', since: 1, records: 7 }, busy, { reason: 'annotating', records: 7 }],
    ['an attempt failed', { kind: 'retrying', at: 9000 }, busy, { reason: 'retry-after-failure', retryAt: 9000 }],
    ['no workflow runs', { kind: 'none' }, busy, { reason: 'nobody' }],
    [
      'workers are busy',
      queued,
      busy,
      { reason: 'workers-busy', position: 2, ahead: 1, expectedStartAt: 1000 + 2 * 600 },
    ],
    [
      'busy workers have not asked for long',
      queued,
      { ...busy, annotators: 0 },
      { reason: 'workers-busy', position: 2, ahead: 1, expectedStartAt: 1000 + 2 * 600 },
    ],
    [
      'no worker annotates',
      queued,
      aSnapshot({ open: open('ann1'), annotators: 0 }),
      { reason: 'no-worker', position: 1, ahead: 0 },
    ],
    [
      'no worker records',
      { kind: 'recording' },
      aSnapshot({ open: open('ann1'), recorders: 0 }),
      { reason: 'no-worker', position: 1, ahead: 0 },
    ],
    [
      'it came just now',
      queued,
      aSnapshot({ open: open('ann1') }),
      { reason: 'starting', position: 1, ahead: 0, expectedStartAt: 1000 },
    ],
  ];
  for (const [what, state, snapshot, expected] of cases) {
    it(`is told where ${what}`, () => {
      assert.deepEqual(standing({ job, state, snapshot, typicalMs: 600, now: 1000 }), expected);
    });
  }

  it('has no estimate where no annotation has ended lately', () => {
    assert.equal(standing({ job, state: queued, snapshot: busy, now: 1000 }).expectedStartAt, undefined);
  });

  it('comes in words, each of its own', () => {
    const said = WAIT_REASONS.map((reason) => standingInWords({ reason }, String));
    assert.equal(new Set(said).size, WAIT_REASONS.length);
    assert.match(standingInWords({ reason: 'workers-busy', ahead: 1 }, String), /One annotation is before it/);
    assert.match(
      standingInWords({ reason: 'retry-after-failure', retryAt: 5 }, (at) => `${at} o’clock`),
      /5 o’clock/,
    );
  });
});

describe('what an annotation takes', () => {
  it('is the median of the last attempts', () => {
    assert.equal(typicalAnnotationMs([took(10, 20), took(5, 505), took(100, 140), aJob()]), 40);
  });

  it('is unknown where none has ended', () => {
    assert.equal(typicalAnnotationMs([aJob()]), undefined);
  });
});

const took = (start: number, end: number) =>
  aJob({
    timeline: [
      { at: 0, event: 'submitted' },
      { at: 1, event: 'annotating' },
      { at: start, event: 'annotating' },
      { at: end, event: 'completed' },
    ],
  });
