// test/web/spa/upload/uploads.test.ts — the files that a person has chosen, on their way to becoming jobs.
import assert from 'node:assert/strict';
import type { JobView } from '../../../../web/contract.ts';
import { uploadMemory } from '../../../../web/spa/upload/remembered.ts';
import { createUploads, type UploadItem, type UploadPorts } from '../../../../web/spa/upload/uploads.ts';
import { until } from '../../../support/until.ts';

const aFile = (name: string, text = 'text') => new File([text], name, { lastModified: 7 });

function aStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

const KEPT = {
  job_id: 'job-1',
  upload_id: 'u',
  part_bytes: 4,
  expires_at: '2100-01-01T00:00:00Z',
  file: { name: 'a.vcf', size: 4, modified: 7 },
  name: 'Trio',
  genome: 'toy',
};

/** Uploads whose files go when the test lets them. */
function someUploads(over: Partial<UploadPorts> = {}) {
  const memory = uploadMemory('ann', { storage: aStorage() });
  const sending = new Map<string, { resolve: (jobId: string) => void; reject: (error: Error) => void }>();
  const submitted: [UploadItem, string][] = [];
  const discarded: string[] = [];
  const uploads = createUploads({
    memory,
    check: async () => ({ genome: 'toy' }),
    send: ({ file }, { signal }) =>
      new Promise((resolve, reject) => {
        sending.set(file.name, { resolve, reject });
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
    async submit(item, jobId) {
      submitted.push([item, jobId]);
      return { job_id: jobId } as JobView;
    },
    discard: async ({ job_id: jobId }) => void discarded.push(jobId),
    ...over,
  });
  const phases = () => uploads.items().map(({ file, phase }) => `${file.name} ${phase}`);
  const reached = (...expected: string[]) =>
    until(
      async () => phases().join() === expected.join(),
      () => `${expected.join()}; seen: ${phases().join()}`,
    );
  return { uploads, memory, sending, submitted, discarded, reached };
}

describe('the list of uploads', () => {
  it('looks at each file, and sends what is sound when it is told to', async () => {
    const { uploads, sending, submitted, reached } = someUploads({
      check: async (file) => (file.name === 'bad.vcf' ? { error: new Error('not a VCF') } : { genome: 'toy' }),
    });
    uploads.add([aFile('a.vcf'), aFile('bad.vcf')]);
    await reached('a.vcf ready', 'bad.vcf refused');
    assert.equal(uploads.items()[0]?.recognised, 'toy');
    uploads.edit(uploads.items()[0]!.id, { name: 'Trio' });
    uploads.startAll();
    await reached('a.vcf uploading', 'bad.vcf refused');
    sending.get('a.vcf')!.resolve('job-1');
    await reached('a.vcf done', 'bad.vcf refused');
    assert.deepEqual([submitted[0]?.[0].name, submitted[0]?.[1]], ['Trio', 'job-1']);
  });

  it('submits a file once, however often it is chosen and started', async () => {
    const { uploads, sending, submitted, reached } = someUploads();
    uploads.add([aFile('a.vcf'), aFile('a.vcf')]);
    uploads.add([aFile('a.vcf')]);
    await reached('a.vcf ready');
    uploads.startAll();
    uploads.startAll();
    uploads.start(uploads.items()[0]!.id);
    await reached('a.vcf uploading');
    sending.get('a.vcf')!.resolve('job-1');
    await reached('a.vcf done');
    assert.equal(submitted.length, 1);
  });

  it('sends two files at a time, in order', async () => {
    const { uploads, sending, reached } = someUploads();
    uploads.add(['a.vcf', 'b.vcf', 'c.vcf'].map((name) => aFile(name)));
    await reached('a.vcf ready', 'b.vcf ready', 'c.vcf ready');
    uploads.startAll();
    await reached('a.vcf uploading', 'b.vcf uploading', 'c.vcf waiting');
    sending.get('b.vcf')!.resolve('job-2');
    await reached('a.vcf uploading', 'b.vcf done', 'c.vcf uploading');
    assert.equal(uploads.isBusy(), true);
  });

  it('pauses, goes on, fails in words, and tries again', async () => {
    const { uploads, sending, reached } = someUploads();
    uploads.add([aFile('a.vcf')]);
    await reached('a.vcf ready');
    const { id } = uploads.items()[0]!;
    uploads.start(id);
    await reached('a.vcf uploading');
    uploads.pause(id);
    await reached('a.vcf paused');
    await until(
      async () => !uploads.isBusy(),
      () => 'rest',
    );
    uploads.start(id);
    await reached('a.vcf uploading');
    sending.get('a.vcf')!.reject(new Error('the line broke'));
    await reached('a.vcf failed');
    assert.match(String(uploads.items()[0]?.error), /the line broke/);
    await until(
      async () => !uploads.isBusy(),
      () => 'rest',
    );
    uploads.start(id);
    await reached('a.vcf uploading');
    assert.equal(uploads.items()[0]?.error, undefined);
  });

  it('goes on with an upload of an earlier visit, under the name and genome of then, and forgets it when it is done', async () => {
    const { uploads, memory, sending, submitted, reached } = someUploads();
    memory.keep(KEPT);
    uploads.add([aFile('a.vcf')]);
    await reached('a.vcf ready');
    const [item] = uploads.items();
    assert.deepEqual([item?.name, item?.genome, item?.resumes], ['Trio', 'toy', true]);
    uploads.startAll();
    await reached('a.vcf uploading');
    sending.get('a.vcf')!.resolve('job-1');
    await reached('a.vcf done');
    assert.equal(submitted[0]?.[0].genome, 'toy');
    assert.deepEqual(memory.all(), []);
  });

  it('gives up on the server, too, what is taken off the list', async () => {
    const { uploads, memory, discarded, reached } = someUploads();
    memory.keep(KEPT);
    uploads.add([aFile('a.vcf')]);
    await reached('a.vcf ready');
    uploads.remove(uploads.items()[0]!.id);
    assert.deepEqual([uploads.items(), memory.all(), discarded], [[], [], ['job-1']]);
  });

  it('looks again at what was refused', async () => {
    let limit = 3;
    const { uploads, reached } = someUploads({
      check: async ({ size }) => (size > limit ? { error: new Error('too large') } : {}),
    });
    uploads.add([aFile('a.vcf')]);
    await reached('a.vcf refused');
    limit = 100;
    uploads.checkAgain(100);
    await reached('a.vcf ready');
  });
});

describe('what a browser remembers of uploads', () => {
  it('knows a file again by name, size and time, for its user alone', () => {
    const storage = aStorage();
    const memory = uploadMemory('ann', { storage });
    memory.keep(KEPT);
    memory.keep({ ...KEPT, name: 'changed' });
    assert.equal(uploadMemory('ann', { storage }).find(aFile('a.vcf'))?.name, 'changed');
    assert.equal(memory.all().length, 1);
    assert.equal(memory.find(aFile('b.vcf')), undefined);
    assert.equal(memory.find(aFile('a.vcf', 'longer')), undefined);
    assert.equal(uploadMemory('ben', { storage }).find(aFile('a.vcf')), undefined);
  });

  it('forgets what is too old, and is not troubled by what is not its own', () => {
    const storage = aStorage();
    const memory = uploadMemory('ann', { storage, now: () => Date.parse('2100-01-02T00:00:00Z') });
    memory.keep(KEPT);
    assert.deepEqual(memory.all(), []);
    for (const broken of ['{', '7', '[null, {"job_id": 5}]']) {
      storage.setItem('uploads of ann', broken);
      assert.deepEqual(memory.all(), []);
    }
  });

  it('does without where the browser keeps nothing', () => {
    const memory = uploadMemory('ann', { storage: { getItem: refuse, setItem: refuse } });
    memory.keep(KEPT);
    assert.deepEqual(memory.all(), []);
  });
});

function refuse(): never {
  throw new Error('not allowed');
}
