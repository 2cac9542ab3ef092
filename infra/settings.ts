// infra/settings.ts — what a deployment decides for itself: CDK context (cdk.context.json, or -c NAME=VALUE), checked at once.
import type { App } from 'aws-cdk-lib';
import { z } from 'zod';

const text = z.string().min(1);
const wholeNumber = z.coerce.number().int();
const archive = z.enum(['glacier-vault', 's3-glacier']);
const size = z.coerce.number().int().min(256);

const Settings = z.object({
  account: z.string().regex(/^\d{12}$/, 'must be the 12 digits of the AWS account'),
  region: text,
  /** Begins the names of queues, topics, tables and stacks. Another one makes a second service in the same account. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,20}$/, 'must be 2 to 21 small letters, digits and hyphens')
    .default('gas'),
  /** Where people find the service, such as gas.example.org, and the certificate (ACM, same region) for it. */
  domain: text,
  certificateArn: text.startsWith('arn:'),
  /** Mails come from this domain, which SES verifies by DKIM. */
  mailDomain: text,
  archive: archive.default('s3-glacier'),
  /** Further archives that there still are, separated by commas: while results move from one to the other. */
  otherArchives: z
    .string()
    .transform((words) => words.split(',').filter(Boolean))
    .pipe(z.array(archive))
    .default([]),
  temporalAddress: text,
  temporalNamespace: text,
  /** `api-key`: TLS and the key in the secret; `none`: a cluster inside the VPC's reach without either. */
  temporalAccess: z.enum(['api-key', 'none']).default('api-key'),
  oidcIssuer: z.url().default('https://auth.globus.org'),
  oidcClientId: text,
  /** Which image of the repository runs. */
  imageTag: text.default('latest'),
  /** `containers` on Fargate, or `instances`: then the roles are those of EC2, and `user-data` starts the processes. */
  compute: z.enum(['containers', 'instances']).default('containers'),
  /** Where instances fetch the service from; `imageTag` is the branch or tag of it. */
  sourceUrl: z.url().default('https://example.org/genomics-annotation-service.git'),
  least: wholeNumber.min(1).default(2),
  most: wholeNumber.min(1).default(10),
  /** CPU units (1024 are a core) and MiB of memory of an annotating worker; the others are small. */
  annotateCpu: size.default(2048),
  annotateMemory: size.default(8192),
  natGateways: wholeNumber.min(1).default(1),
  /** Told of alarms; nobody where it is not given. */
  alarmEmail: z.email().optional(),
  /** Further settings of the processes (.env.example), as JSON. */
  settings: z
    .union([
      z.record(z.string(), z.string()),
      z.string().transform((json) => JSON.parse(json) as Record<string, string>),
    ])
    .default({}),
});
export type Deployment = z.output<typeof Settings>;

/** Reads the context of the app. Throws one sentence for everything that is missing or wrong. */
export function readDeployment(app: App): Deployment {
  const given = Object.keys(Settings.shape).map((name) => [name, app.node.tryGetContext(name) as unknown]);
  return parseDeployment(Object.fromEntries(given.filter(([, value]) => value !== undefined)));
}

export function parseDeployment(context: Record<string, unknown>): Deployment {
  const parsed = Settings.safeParse(context);
  if (parsed.success && parsed.data.least <= parsed.data.most) return parsed.data;
  const lines = parsed.success
    ? ['  least: must not be more than most']
    : parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(`The deployment's context needs mending (infra/cdk.context.example.json):\n${lines.join('\n')}`);
}

export function archivesOf({ archive: current, otherArchives }: Deployment): string[] {
  return [...new Set([current, ...otherArchives])];
}
