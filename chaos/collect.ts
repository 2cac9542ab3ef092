// chaos/collect.ts — reads the stores of a run at their own addresses, past every door.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  S3Client,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Config } from '../config.ts';
import { readMail } from '../local/mail-file.ts';
import { clientOptions } from '../local/resources-client.ts';
import { hashed } from './hashes.ts';
import { plainItem } from './item-writes.ts';
import { readDeadLetters, readDepths } from './collect-queues.ts';
import type { Row } from './rows.ts';
import type { StoredVersion, Stores, Vault } from './stores.ts';

/** The part of the stores that AWS and the vault hold. */
type Held = Pick<Stores, 'objects' | 'openWrites' | 'jobs' | 'users' | 'others' | 'vault' | 'queues' | 'deadLetters'>;

export interface StoreReader {
  tables(): Promise<Pick<Stores, 'jobs' | 'users' | 'others'>>;
  depths(): Promise<Record<string, number>>;
  vault(): Promise<Vault>;
  everything(): Promise<Held>;
  close(): void;
}

export function openStores(config: Config): StoreReader {
  const options = { ...clientOptions(config.aws), endpoint: `http://127.0.0.1:${config.local.ports.aws}` };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const dynamo = new DynamoDBClient(options);
  const sqs = new SQSClient(options);
  const queues = Object.values(config.queues);
  const buckets = [config.storage.inputsBucket, config.storage.resultsBucket];

  async function tables() {
    const { TableNames = [] } = await dynamo.send(new ListTablesCommand({}));
    const items = await Promise.all(TableNames.map(async (table) => ({ table, items: await scan(dynamo, table) })));
    const of = (name: string) => items.find(({ table }) => table === name)?.items ?? [];
    const rest = items.filter(({ table }) => table !== config.tables.annotations && table !== config.tables.users);
    return {
      jobs: of(config.tables.annotations),
      users: of(config.tables.users),
      others: rest.flatMap(({ table, items: all }) => all.map((item) => ({ table, item }))),
    };
  }
  const vault = () => readVault(`http://127.0.0.1:${config.local.ports.glacier}/_admin/state`, config.archive.vault);

  return {
    tables,
    depths: () => readDepths(sqs, queues),
    vault,
    async everything() {
      const objects = (await Promise.all(buckets.map((bucket) => versionsOf(s3, bucket)))).flat();
      const openWrites = (await Promise.all(buckets.map((bucket) => openWritesOf(s3, bucket)))).flat();
      const deadLetters = await readDeadLetters(sqs, queues);
      return {
        objects,
        openWrites,
        ...(await tables()),
        vault: await vault(),
        queues: await readDepths(sqs, queues),
        deadLetters,
      };
    },
    close: () => [s3, dynamo, sqs].forEach((client) => client.destroy()),
  };
}

async function scan(client: DynamoDBClient, TableName: string): Promise<Row[]> {
  const items: Row[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    items.push(...Items.map((item) => plainItem(item as never, (name) => name !== 'timeline')));
  }
  return items;
}

async function versionsOf(s3: S3Client, bucket: string): Promise<StoredVersion[]> {
  const found: StoredVersion[] = [];
  let next: object | undefined = {};
  while (next) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, ...next }),
    );
    const { Versions = [], DeleteMarkers = [], NextKeyMarker, NextVersionIdMarker } = page;
    for (const version of Versions) found.push(await readBack(s3, nameOf(bucket, version)));
    found.push(...DeleteMarkers.map((marker) => ({ ...nameOf(bucket, marker), deleteMarker: true })));
    next = page.IsTruncated ? { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker } : undefined;
  }
  return found;
}

type Name = Pick<StoredVersion, 'bucket' | 'key' | 'versionId'>;

function nameOf(bucket: string, version: { Key?: string | undefined; VersionId?: string | undefined }): Name {
  return { bucket, key: version.Key ?? '', versionId: version.VersionId ?? 'null' };
}

/** A version with the hashes of its bytes, where it is a result. */
async function readBack(s3: S3Client, name: Name): Promise<StoredVersion> {
  const version = { ...name, deleteMarker: false };
  if (!name.key.endsWith('.annot.vcf.gz')) return version;
  const of = { Bucket: name.bucket, Key: name.key, VersionId: name.versionId };
  const { Body } = await s3.send(new GetObjectCommand(of));
  const { sha256, treeHash } = hashed(Buffer.from((await Body?.transformToByteArray()) ?? []));
  return { ...version, sha256, treeHash };
}

async function openWritesOf(s3: S3Client, bucket: string) {
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  return Uploads.map(({ Key: key = '' }) => ({ bucket, key }));
}

async function readVault(url: string, name: string): Promise<Vault> {
  const { vaults } = (await (await fetch(url)).json()) as { vaults: (Vault & { name: string })[] };
  return vaults.find((vault) => vault.name === name) ?? { archives: [], uploads: [], jobs: [] };
}

/** The mails of a folder, each by the job that its link names. */
export async function readMails(folder: string): Promise<Stores['mails']> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
  const mails = await Promise.all(names.map(async (name) => readMail(await readFile(join(folder, name), 'utf8'))));
  return mails.map(({ subject, text }) => ({ jobId: /annotations\/([0-9a-f-]{36})/.exec(text)?.[1] ?? '', subject }));
}
