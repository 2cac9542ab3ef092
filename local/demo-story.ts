// local/demo-story.ts — annotate, archive, upgrade, thaw, restore, and the proof that nothing was lost on the way.
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { treeHasher } from '../domain/tree-hash.ts';
import type { JobView } from '../web/contract.ts';
import type { Client } from './client.ts';
import { Refused } from './client.ts';
import { showSummary } from './demo-summary.ts';
import type { Inspector } from './inspect.ts';
import { openInspector } from './inspect.ts';
import type { Narrator } from './narrator.ts';
import type { Person } from './people.ts';
import type { Stack } from './start-stack.ts';
import { until } from './until.ts';

export interface Story {
  client: Client;
  stack: Stack;
  person: Person;
  /** The VCF, as its file has it. */
  input: Uint8Array;
  tell: Narrator;
  signal: AbortSignal;
  /** Has the archive refuse the next retrieval by Expedited. */
  noCapacity: () => Promise<void>;
}

const FILE_NAME = 'mgrb.chrM.vcf.gz';

/** Positions a geneticist knows, and why. */
const KNOWN = [
  { position: 11778, why: 'm.11778G>A, MT-ND4: the commonest cause of Leber hereditary optic neuropathy' },
  { position: 1555, why: 'm.1555A>G, MT-RNR1: deafness after aminoglycoside antibiotics' },
  { position: 8860, why: 'm.8860A>G, MT-ATP6: differs in nearly everybody, for the reference person was unusual' },
];

/** Lives one result's whole life; true where every proof at its end holds. */
export async function liveOneResult(story: Story): Promise<boolean> {
  const { client, stack, tell } = story;
  const profile = await client.profile();
  tell.detail(
    `plan ${profile.plan.role}: inputs up to ${profile.limits.input_bytes} bytes, ${profile.grace_ms / 1000} s of grace`,
  );

  const jobId = await annotate(story);
  const before = await client.download(jobId, 'result');
  tell.detail(`SHA-256 tree hash before  ${treeHash(before)}`);
  showKnownVariants(before, tell);

  const inspector = openInspector(stack.config);
  try {
    await archive(story, jobId, inspector);
    await restore(story, jobId);
    const after = await client.download(jobId, 'result');
    tell.detail(`SHA-256 tree hash after   ${treeHash(after)}`);
    return await prove({ story, jobId, inspector, before, after });
  } finally {
    inspector.close();
  }
}

async function annotate({ client, stack, person, input, tell, signal }: Story): Promise<string> {
  tell.chapter(
    `uploads ${FILE_NAME}: ${input.length} bytes, the mitochondrial variants of about 2,800 healthy Australians`,
  );
  const jobId = await patiently(() => client.upload(FILE_NAME, input), signal);
  const { status } = await patiently(() => client.submit(jobId, FILE_NAME), signal);
  tell.chapter(`submitted as job ${jobId}: ${status}`);
  tell.detail(`its history: ${stack.urls.temporal}/namespaces/default/workflows/annotate%2F${jobId}`);
  const job = await watch({ client, jobId, tell, signal }, ({ status: now }) => ['COMPLETED', 'FAILED'].includes(now));
  if (job.status === 'FAILED') throw new Error(`The annotation failed: ${job.failure}`);
  tell.chapter(`annotated: ${job.records} records, ${job.bytes} bytes`);
  showSummary(await client.summary(jobId), tell);
  await until(async () => (await (await fetch(`${stack.urls.mailbox}/messages.json`)).text()).includes(jobId), signal);
  tell.detail(`mail has arrived for ${person.email}: ${stack.urls.mailbox}`);
  return jobId;
}

async function archive({ client, stack, tell, signal }: Story, jobId: string, inspector: Inspector): Promise<void> {
  tell.chapter('the grace period of a free result runs');
  const job = await watch({ client, jobId, tell, signal }, ({ place }) => place === 'archived');
  tell.chapter(`archived: verified against tree hash ${job.sha256_tree_hash?.slice(0, 16)}...`);
  tell.detail(`its history: ${stack.urls.temporal}/namespaces/default/workflows/result%2F${jobId}`);
  await until(async () => (await inspector.resultVersions(jobId)) === 0, signal);
  const { archives } = await inspector.cold();
  const place = stack.config.archive.store === 'glacier-vault' ? 'the vault' : 'the archive bucket';
  tell.detail(`the results bucket holds no version of it any more; ${place} holds ${archives} archive`);
  tell.detail(`the log still opens: "${(await client.log(jobId)).split('\n')[0]}"`);
}

async function restore({ client, tell, signal, noCapacity }: Story, jobId: string): Promise<void> {
  await noCapacity();
  tell.chapter('upgrades to premium; Glacier is short of expedited capacity today');
  await patiently(() => client.changePlan('premium_user'), signal);
  const thawing = await watch(
    { client, jobId, tell, signal },
    ({ restore: seen, place }) => seen !== undefined || place === 'hot',
  );
  if (thawing.restore)
    tell.chapter(`being restored by ${thawing.restore.tier}: ${thawing.restore.reason ?? 'the first tier asked'}`);
  await watch({ client, jobId, tell, signal }, ({ place }) => place === 'hot');
  tell.chapter('restored');
}

async function prove({
  story,
  jobId,
  inspector,
  before,
  after,
}: {
  story: Story;
  jobId: string;
  inspector: Inspector;
  before: Uint8Array;
  after: Uint8Array;
}): Promise<boolean> {
  const { tell, signal, stack } = story;
  tell.chapter('the proof');
  // The archive goes last, after the row; a queue is empty once the bridge has deleted what it handed over.
  await until(
    async () => isEmpty({ ...(await inspector.cold()) }) && isEmpty(await inspector.queues()),
    signal,
    30_000,
  ).catch(() => {});
  const cold = await inspector.cold();
  const queues = await inspector.queues();
  const proofs: [boolean, string][] = [
    [digest(before) === digest(after), `the ${after.length} bytes are identical, before the archive and after it`],
    [(await inspector.resultVersions(jobId)) === 1, 'the result is in the results bucket, once'],
    [isEmpty({ ...cold }), 'the archive is empty: nothing in it, no unfinished upload'],
    [isEmpty(queues), `all queues and dead-letter queues are empty ${isEmpty(queues) ? '' : JSON.stringify(queues)}`],
  ];
  for (const [holds, text] of proofs) tell.proof(holds, text);
  for (const trouble of stack.troubles) tell.detail(`on the way: ${trouble}`);
  return proofs.every(([holds]) => holds);
}

function isEmpty(counts: Record<string, number>): boolean {
  return Object.values(counts).every((count) => count === 0);
}

function showKnownVariants(result: Uint8Array, tell: Narrator): void {
  const lines = gunzipSync(result).toString('utf8').split('\n');
  for (const { position, why } of KNOWN) {
    const columns = lines.find((line) => line.startsWith(`chrM\t${position}\t`))?.split('\t');
    if (!columns) throw new Error(`The annotated file has no line at chrM:${position}.`);
    const [, pos, , ref, alt, , , info = ''] = columns;
    const told = info.split(';').filter((field) => /^(BCSQ|MITOMAP|GENBANK)/i.test(field));
    tell.detail(why);
    tell.detail(`  chrM ${pos} ${ref}>${alt}  ${told.join('; ').slice(0, 180)}`);
  }
}

/** Polls the job and tells each change of it, until `done`. Processes may be killed meanwhile: it just asks again. */
async function watch(
  { client, jobId, tell, signal }: Pick<Story, 'client' | 'tell' | 'signal'> & { jobId: string },
  done: (job: JobView) => boolean,
): Promise<JobView> {
  let last: JobView | undefined;
  await until(async () => {
    last = await patiently(() => client.job(jobId), signal);
    tell.progress(stateOf(last));
    return done(last);
  }, signal);
  return last!;
}

function stateOf({ status, place, archives_at, restore: thaw }: JobView): string {
  if (place === 'restoring' && thaw) return `thawing (${thaw.tier}), expected in ${secondsTo(thaw.expected_at)} s`;
  if (place !== 'none' && place !== 'hot') return place;
  return archives_at
    ? `${status.toLowerCase()}; will be archived in ${secondsTo(archives_at)} s`
    : status.toLowerCase();
}

/** Asks again while the web server is away or restarting; an answer that refuses is final. */
async function patiently<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  let answer: { value: T } | undefined;
  await until(async () => {
    try {
      answer = { value: await ask() };
    } catch (error) {
      if (error instanceof Refused && error.status < 500) throw error;
    }
    return answer !== undefined;
  }, signal);
  return answer!.value;
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function treeHash(bytes: Uint8Array): string {
  const hasher = treeHasher(() => createHash('sha256'));
  hasher.update(bytes);
  return hasher.digest();
}

function secondsTo(moment: string): number {
  return Math.max(0, Math.ceil((Date.parse(moment) - Date.now()) / 1000));
}
