// infra/access/arns.ts — the ARN of every resource that the table of permissions names.
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../../config.ts';
import type { ResourceName } from '../permissions/grant.ts';

/** Undefined for an archive that the deployment does not have. */
export type Arns = Record<ResourceName, string | undefined>;

/** From names alone, so that roles can be made before, after or without the resources. */
export function arnsOf(
  scope: Construct,
  { storage, archive, tables, queues, topics, mailDomain }: Config & { mailDomain: string },
): Arns {
  const stack = Stack.of(scope);
  const arn = (service: string, path: string) =>
    `arn:${stack.partition}:${service}:${stack.region}:${stack.account}:${path}`;
  const bucket = (name: string, path = '') => `arn:${stack.partition}:s3:::${name}${path}`;
  const buckets = {
    inputs: storage.inputsBucket,
    results: storage.resultsBucket,
    ...(archive.stores.includes('s3-glacier') ? { archive: archive.bucket } : {}),
  };
  return Object.fromEntries([
    ...each(tables, (kind, name) => [
      [`table/${kind}`, arn('dynamodb', `table/${name}`)],
      [`table/${kind}/index`, arn('dynamodb', `table/${name}/index/*`)],
    ]),
    ...each(queues, (kind, name) => [
      [`queue/${kind}`, arn('sqs', name)],
      [`queue/${kind}-dead`, arn('sqs', `${name}-dead`)],
    ]),
    ...each(topics, (kind, topic) => [[`topic/${kind}`, arn('sns', topic.slice(topic.lastIndexOf(':') + 1))]]),
    ...each(buckets, (kind, name) => [
      [`bucket/${kind}`, bucket(name)],
      // Under our prefix: there is nothing else of ours.
      [`objects/${kind}`, bucket(name, `/${storage.keyPrefix}/*`)],
    ]),
    ...(archive.stores.includes('glacier-vault')
      ? [
          ['vault', arn('glacier', `vaults/${archive.vault}`)],
          // Of the account: IAM knows no resource of it.
          ['retrieval-policy', '*'],
        ]
      : []),
    ['mail', arn('ses', `identity/${mailDomain}`)],
    ['mail-account', '*'],
  ]) as Arns;
}

function each(names: Record<string, string>, entries: (kind: string, name: string) => [string, string][]) {
  return Object.entries(names).flatMap(([key, name]) => entries(dashed(key), name));
}

const dashed = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
