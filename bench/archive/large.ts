// bench/archive/large.ts — one large result into the vault and back, beside its legs alone and beside a boto3 loop.
import { join } from 'node:path';
import { workedMs } from './histories.ts';
import { figure, median, ratio, seconds } from './figures.ts';
import { type Legs, measureLegs, retrieval } from './legs.ts';
import { watchMemory } from './memory.ts';
import { archive, restore } from './moves.ts';
import { aResult, type Job } from './results.ts';
import type { Session } from './session.ts';
import { run } from './tools.ts';

const MIB = 1024 ** 2;
const MOST_MIB_GROWN = 100;

/** Milliseconds of one round. */
interface Round extends Legs {
  archive: number;
  restore: number;
  boto3Archive: number;
  boto3Restore: number;
}

/** In each round everything once, in turn, so that whatever else the machine does falls on all of them. */
export async function speedBench(session: Session, { mib, rounds }: { mib: number; rounds: number }): Promise<void> {
  await move(session, await aResult(session, { bytes: MIB })); // nothing is measured while it is used for the first time
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await oneRound(session, mib * MIB));
  const of = (name: keyof Round) => median(measured.map((round) => round[name]));
  const ofRatio = (above: (round: Round) => number, below: (round: Round) => number) =>
    median(measured.map((round) => above(round) / below(round)));

  const slowerIn = ({ readS3, writeVault }: Round) => Math.max(readS3, writeVault);
  const slowerOut = ({ readVault, writeS3 }: Round) => Math.max(readVault, writeS3);
  const [toArchive, toRestore] = [(round: Round) => round.archive, (round: Round) => round.restore];
  const in1 = {
    goal: 0.8,
    meaning: `archive ${mib} MiB: as a share of the slower of reading from S3 and writing to the vault alone`,
  };
  ratio('archive-to-slower-leg', ofRatio(slowerIn, toArchive), in1);
  const out = { goal: 0.8, meaning: `restore ${mib} MiB: as a share of the same two legs` };
  ratio('restore-to-slower-leg', ofRatio(slowerIn, toRestore), out);
  const back = {
    meaning: `restore ${mib} MiB: as a share of the slower of reading from the vault and writing to S3 alone`,
  };
  ratio('restore-to-its-own-slower-leg', ofRatio(slowerOut, toRestore), back);
  const loop = { goal: 1.3, meaning: 'how many times as fast as boto3: download to the disk, then upload' };
  ratio(
    'archive-to-boto3',
    ofRatio((round) => round.boto3Archive, toArchive),
    loop,
  );
  ratio(
    'restore-to-boto3',
    ofRatio((round) => round.boto3Restore, toRestore),
    loop,
  );
  const all = (names: readonly (keyof Round)[]) => names.map((name) => `${name} ${seconds(of(name))}`).join(', ');
  figure('archive-seconds', all(['archive', 'readS3', 'writeVault', 'boto3Archive']), {
    meaning: `median of ${rounds}`,
  });
  figure('restore-seconds', all(['restore', 'readVault', 'writeS3', 'boto3Restore']), {
    meaning: `median of ${rounds}`,
  });
}

/** A worker of its own for each size, warmed by a small result: what grows then grows with the size. */
export async function memoryBench(session: Session, mib: number): Promise<void> {
  const { stack } = session;
  await stack.kill('worker', 'SIGTERM');
  await stack.start('worker');
  await move(session, await aResult(session, { bytes: MIB }));
  const job = await aResult(session, { bytes: mib * MIB });
  const memory = await watchMemory(stack.pid('worker')!);
  const took = await move(session, job);
  const { grew, peak } = await memory.stop();
  await forget(session, job);
  figure(`memory-grown-${mib}`, `${grew} MiB`, {
    goal: `< ${MOST_MIB_GROWN} MiB`,
    meaning: `worker, ${mib} MiB in (${seconds(took.archive)}) and back (${seconds(took.restore)}); peak ${peak} MiB`,
  });
}

async function oneRound(session: Session, bytes: number): Promise<Round> {
  const job = await aResult(session, { bytes });
  const legs = await measureLegs(session, job);
  const loop = await boto3(session, job);
  const moved = await move(session, job);
  await forget(session, job);
  const round = { ...legs, ...moved, ...loop };
  console.error(Object.entries(round).map(([name, ms]) => `${name} ${seconds(ms)}`).join(', ')); // prettier-ignore
  return round;
}

async function move(session: Session, job: Job): Promise<{ archive: number; restore: number }> {
  const archived = workedMs(await archive(session, job));
  return { archive: archived, restore: workedMs(await restore(session, job)) };
}

/** The disk is needed for the next one. */
async function forget({ doors: { objects } }: Session, { result }: Job): Promise<void> {
  const versions = await objects.versions(result);
  await objects.removeVersions(
    result,
    versions.map(({ versionId }) => versionId),
  );
}

async function boto3(session: Session, { result }: Job): Promise<{ boto3Archive: number; boto3Restore: number }> {
  const { doors } = session;
  const vault = doors.archives.of('glacier-vault');
  const key = `${result.key}.boto3`;
  const into = await boto3Loop(session, ['archive', '--bucket', result.bucket, '--key', result.key, '--version', result.versionId]); // prettier-ignore
  const job = await retrieval(vault, into.archiveId!);
  const back = await boto3Loop(session, ['restore', '--bucket', result.bucket, '--key', key, '--job', job]);
  await vault.remove(into.archiveId!);
  const copies = await doors.objects.versions({ bucket: result.bucket, key });
  await doors.objects.removeVersions({ bucket: result.bucket, key }, copies.map(({ versionId }) => versionId)); // prettier-ignore
  return { boto3Archive: into.seconds * 1000, boto3Restore: back.seconds * 1000 };
}

async function boto3Loop({ stack, tools, s3, folder }: Session, words: string[]) {
  const { config, urls, env } = stack;
  const fixed = {
    '--s3': s3,
    '--glacier': urls.glacier,
    '--vault': config.archive.vault,
    '--file': join(folder, 'boto3'),
  };
  const script = join(import.meta.dirname, 'boto3_loop.py');
  const { stdout } = await run(tools.python, [script, ...words, ...Object.entries(fixed).flat()], {
    env: { ...env, AWS_DEFAULT_REGION: config.aws.region },
  });
  return JSON.parse(stdout) as { seconds: number; archiveId?: string };
}
