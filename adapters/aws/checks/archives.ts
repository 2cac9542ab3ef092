// adapters/aws/checks/archives.ts — cold storage: the vault, or the bucket of archives, and who is told of a thaw.
import type { GlacierClient } from '@aws-sdk/client-glacier';
import {
  DescribeVaultCommand,
  GetDataRetrievalPolicyCommand,
  GetVaultNotificationsCommand,
} from '@aws-sdk/client-glacier';
import type { S3Client } from '@aws-sdk/client-s3';
import { GetBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import type { ArchiveStoreName } from '../../../domain/archive.ts';
import type { Check, Seen } from '../../../domain/checkup.ts';
import { wellUnless } from '../../../domain/checkup.ts';
import { awsCheck } from './refusals.ts';

export interface ArchivesOptions {
  glacier: Pick<GlacierClient, 'send'>;
  s3: Pick<S3Client, 'send'>;
  stores: readonly ArchiveStoreName[];
  vault: string;
  bucket: string;
  /** The topic on which thaws are announced. */
  topic: string;
}

const EVENT = 'ArchiveRetrievalCompleted';
const WITHOUT = 'restores still end, but hours later, by their fallback timers.';
const FEWER = 'or leave this kind of archive out of GAS_ARCHIVES if there never was one.';

export function archiveChecks(options: ArchivesOptions): Check[] {
  const checks: Record<ArchiveStoreName, Check> = {
    'glacier-vault': awsCheck({
      area: 'archive',
      subject: `vault ${options.vault}`,
      service: 'Glacier',
      rights: 'glacier:DescribeVault, GetVaultNotifications and GetDataRetrievalPolicy',
      create: `Create it or set GAS_VAULT; ${FEWER}`,
      look: (abortSignal) => lookAtVault(options, abortSignal),
    }),
    's3-glacier': awsCheck({
      area: 'archive',
      subject: `archives in ${options.bucket}`,
      service: 'S3',
      rights: 's3:GetBucketNotification',
      create: `Create it or set GAS_ARCHIVE_BUCKET; ${FEWER}`,
      look: (abortSignal) => lookAtBucket(options, abortSignal),
    }),
  };
  return options.stores.map((store) => checks[store]);
}

async function lookAtVault(
  { glacier, vault, topic }: ArchivesOptions,
  abortSignal: AbortSignal,
): Promise<readonly Seen[]> {
  const named = { accountId: '-', vaultName: vault };
  const { NumberOfArchives = 0, SizeInBytes = 0 } = await glacier.send(new DescribeVaultCommand(named), {
    abortSignal,
  });
  return wellUnless(
    [await silence({ glacier, topic }, named, abortSignal), await policyProblem(glacier, abortSignal)],
    `${NumberOfArchives} archives, ${SizeInBytes} bytes at its last inventory; thaws are announced`,
  );
}

async function silence(
  { glacier, topic }: Pick<ArchivesOptions, 'glacier' | 'topic'>,
  named: { accountId: string; vaultName: string },
  abortSignal: AbortSignal,
): Promise<Seen | undefined> {
  const asked = glacier.send(new GetVaultNotificationsCommand(named), { abortSignal });
  const { vaultNotificationConfig: told } = await asked.catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ResourceNotFoundException')
      return { vaultNotificationConfig: undefined };
    throw error;
  });
  if (told?.SNSTopic === topic && told.Events?.includes(EVENT)) return undefined;
  return {
    problem: told?.SNSTopic ? `It announces ${told.Events?.join(', ')} on ${told.SNSTopic}.` : 'It announces no thaws.',
    advice: `Set its notification to ${topic} for ${EVENT}; ${WITHOUT}`,
  };
}

async function policyProblem(glacier: ArchivesOptions['glacier'], abortSignal: AbortSignal): Promise<Seen | undefined> {
  const { Policy } = await glacier.send(new GetDataRetrievalPolicyCommand({ accountId: '-' }), { abortSignal });
  const [rule] = Policy?.Rules ?? [];
  if (rule?.Strategy !== 'FreeTier') return undefined;
  return {
    problem:
      'The data retrieval policy of the account allows the free tier only: nearly every restore will be refused.',
    advice: 'Set it to None or BytesPerHour, and cap costs by GAS_RETRIEVAL_DAILY_BYTES or GAS_RETRIEVAL_DAILY_COST.',
  };
}

async function lookAtBucket({ s3, bucket, topic }: ArchivesOptions, abortSignal: AbortSignal): Promise<Seen> {
  const { TopicConfigurations = [] } = await s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
    {
      abortSignal,
    },
  );
  const tells = TopicConfigurations.some(
    ({ TopicArn, Events = [] }) =>
      TopicArn === topic &&
      Events.some((event) => event === 's3:ObjectRestore:*' || event === 's3:ObjectRestore:Completed'),
  );
  if (tells) return { well: 'thaws are announced' };
  return {
    problem: 'It does not announce finished restores on our topic.',
    advice: `Add a notification of s3:ObjectRestore:* to ${topic}; ${WITHOUT}`,
  };
}
