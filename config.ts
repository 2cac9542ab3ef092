// config.ts — the environment, read and validated once. The only file that touches process.env.
import { resolve } from 'node:path';
import { z } from 'zod';
import { formOf } from './config-forms.ts';
import { ConfigError, mistakesIn, type SettingMistake } from './config-mistakes.ts';
import { localOf, localSettings } from './config-local.ts';
import { LOCAL_SECRET, secretMistakes } from './config-secrets.ts';
import { webOf, webSettings } from './config-web.ts';
import { codecServerOf, deploymentOf, temporalMistakes, temporalOf, temporalSettings } from './config-temporal.ts';
import {
  accountId,
  annotationLimits,
  archive,
  duration,
  port,
  anyPort,
  count,
  url,
  dollars,
  name,
  folder,
  keyPrefix,
  mailTarget,
  command,
  roles,
  archives,
} from './config-values.ts';

/** Every setting with its default. `.env.example` documents them in the same order. */
const Settings = z.object({
  GAS_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),

  ...temporalSettings,

  AWS_REGION: name.default('us-east-1'),
  AWS_ACCESS_KEY_ID: name.optional(),
  AWS_SECRET_ACCESS_KEY: name.optional(),
  AWS_SESSION_TOKEN: name.optional(),
  AWS_ENDPOINT_URL: url.optional(),
  AWS_ENDPOINT_URL_GLACIER: url.optional(),
  AWS_ENDPOINT_URL_S3: url.optional(),
  AWS_ACCOUNT_ID: accountId.default('000000000000'),

  GAS_INPUTS_BUCKET: name.default('gas-inputs'),
  GAS_RESULTS_BUCKET: name.default('gas-results'),
  GAS_KEY_PREFIX: keyPrefix.default('gas'),
  GAS_TABLE_PREFIX: z.string().default(''),
  GAS_QUEUE_PREFIX: name.default('gas-'),
  GAS_ARCHIVE: archive.default('glacier-vault'),
  GAS_ARCHIVES: archives.default(['glacier-vault', 's3-glacier']),
  GAS_VAULT: name.default('gas-archive'),
  GAS_ARCHIVE_BUCKET: name.default('gas-archive'),
  GAS_ARCHIVE_CLASS: z.enum(['GLACIER', 'DEEP_ARCHIVE']).default('GLACIER'),

  GAS_GRACE_PERIOD: duration.default(300_000),
  GAS_FREE_INPUT_BYTES: count.default(153_600),
  GAS_PREMIUM_INPUT_BYTES: count.default(5_000_000_000),
  GAS_EXPEDITED_EXPECTED: duration.default(300_000),
  GAS_EXPEDITED_WAIT: duration.default(600_000),
  GAS_STANDARD_EXPECTED: duration.default(18_000_000),
  GAS_STANDARD_WAIT: duration.default(21_600_000),
  GAS_BULK_EXPECTED: duration.default(43_200_000),
  GAS_BULK_WAIT: duration.default(46_800_000),
  GAS_RETRIEVAL_ROUNDS: count.max(10).default(3),
  GAS_RETRIEVAL_DAILY_BYTES: count.optional(),
  GAS_RETRIEVAL_DAILY_COST: dollars.optional(),
  GAS_RECONCILE_EVERY: duration.default(86_400_000),
  GAS_ORPHAN_AGE: duration.default(172_800_000),

  GAS_WORKER_ROLES: roles.default(['workflows', 'transfer', 'annotate']),
  GAS_WORKFLOW_BUNDLE: folder.default(resolve('dist/workflows.js')),
  GAS_TRANSFERS_AT_ONCE: count.default(4),
  GAS_ANNOTATIONS_AT_ONCE: count.default(2),
  GAS_PART_MIB: count.default(8),
  GAS_WORKER_PORT: anyPort.default(5082),
  GAS_WORKER_HOST: name.default('127.0.0.1'),

  GAS_BCFTOOLS: command.default([resolve('.local/venv/bin/python'), resolve('local/genome/bcftools.py')]),
  GAS_GENOME_FOLDER: folder.default(resolve('.local/genome')),
  GAS_GENOMES: folder.default(resolve('.local/genomes.yaml')),
  GAS_ANNOTATION_COMMAND: command.optional(),
  GAS_SCRATCH_FOLDER: folder.default(resolve('.local/scratch')),
  GAS_ANNOTATION_TIME_LIMIT: duration.default(1_800_000),
  GAS_ANNOTATION_LIMITS: annotationLimits.default({}),

  GAS_MAIL: mailTarget.default('folder:.local/mail'),
  GAS_MAIL_FROM: name.default('Genomics Annotation Service <gas@localhost>'),
  GAS_NOTICE_GATHER: duration.default(5000),
  GAS_NOTICE_LEAD: duration.default(86_400_000),
  GAS_NOTICE_SECRET: name.default(LOCAL_SECRET),
  GAS_WEBHOOK_LOOPBACK: z.stringbool('must be true or false').default(false),

  ...webSettings,

  GAS_BRIDGE_PORT: port.default(5081),
  GAS_BRIDGE_HOST: name.default('127.0.0.1'),
  GAS_BACKLOG_EVERY: duration.optional(),

  GAS_URL: url.optional(),
  GAS_TOKEN: name.optional(),

  ...localSettings,
});

type Settings = z.infer<typeof Settings>;
export type Config = ReturnType<typeof toConfig>;
export { ConfigError } from './config-mistakes.ts';

/** Reads every setting from `environment`; an empty value counts as unset. Throws ConfigError naming all mistakes. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const { parsed, mistakes } = parse(environment);
  const formed = mistakes.map(({ setting, shown, message }) => `${setting} = ${shown}: ${message}`);
  const lines = [...formed, ...secretMistakes(environment), ...(parsed ? temporalMistakes(parsed) : [])];
  if (parsed && lines.length === 0) return toConfig(parsed);
  throw new ConfigError(
    `These settings need mending (see .env.example):\n${lines.map((line) => `  ${line}`).join('\n')}`,
  );
}

/** What is wrong with the settings, and the configuration with the wrong ones at their defaults: for whoever looks into it. */
export function inspectSettings(environment: NodeJS.ProcessEnv = process.env) {
  const { parsed, mistakes } = parse(environment);
  const wrong = new Set(mistakes.map(({ setting }) => setting));
  const right = Object.fromEntries(Object.entries(environment).filter(([key]) => !wrong.has(key)));
  return {
    mistakes,
    /** Mistakes of settings that do not go together, and of secrets. */
    together: parsed ? temporalMistakes(parsed) : [],
    secrets: secretMistakes(environment),
    unknown: Object.keys(environment).filter((key) => /^(GAS|OIDC)_/.test(key) && !(key in Settings.shape)),
    config: toConfig(parsed ?? Settings.parse(givenIn(right))),
  };
}

function parse(environment: NodeJS.ProcessEnv): { parsed?: Settings; mistakes: SettingMistake[] } {
  const { data, error } = Settings.safeParse(givenIn(environment));
  return { mistakes: mistakesIn(error, environment), ...(data ? { parsed: data } : {}) };
}

function givenIn(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([key, value]) => key in Settings.shape && value !== ''),
  );
}

function toConfig(s: Settings) {
  return {
    logLevel: s.GAS_LOG_LEVEL,
    /** Where traces go; nobody wants any where it is not set. */
    traces: s.OTEL_EXPORTER_OTLP_ENDPOINT,
    temporal: temporalOf(s),
    codecServer: codecServerOf(s),
    ...awsOf(s),
    ...rulesOf(s),
    ...processesOf(s),
    local: localOf(s, s),
  };
}

function awsOf(s: Settings) {
  const arn = (service: string, path: string) => `arn:aws:${service}:${s.AWS_REGION}:${s.AWS_ACCOUNT_ID}:${path}`;
  const topic = (suffix: string) => arn('sns', `${s.GAS_QUEUE_PREFIX}${suffix}`);
  return {
    aws: {
      region: s.AWS_REGION,
      accountId: s.AWS_ACCOUNT_ID,
      ...credentialsOf(s),
      ...(s.AWS_ENDPOINT_URL ? { endpoint: s.AWS_ENDPOINT_URL } : {}),
      ...(s.AWS_ENDPOINT_URL_GLACIER ? { glacierEndpoint: s.AWS_ENDPOINT_URL_GLACIER } : {}),
      ...(s.AWS_ENDPOINT_URL_S3 ? { s3Endpoint: s.AWS_ENDPOINT_URL_S3 } : {}),
    },
    storage: {
      inputsBucket: s.GAS_INPUTS_BUCKET,
      resultsBucket: s.GAS_RESULTS_BUCKET,
      keyPrefix: s.GAS_KEY_PREFIX,
      partBytes: s.GAS_PART_MIB * 1024 * 1024,
    },
    archive: {
      /** Where new archives go. */
      store: s.GAS_ARCHIVE,
      /** Those that there are. */
      stores: [...new Set([s.GAS_ARCHIVE, ...s.GAS_ARCHIVES])],
      vault: s.GAS_VAULT,
      bucket: s.GAS_ARCHIVE_BUCKET,
      storageClass: s.GAS_ARCHIVE_CLASS,
    },
    tables: {
      annotations: `${s.GAS_TABLE_PREFIX}annotations`,
      users: `${s.GAS_TABLE_PREFIX}users`,
      sessions: `${s.GAS_TABLE_PREFIX}sessions`,
      budget: `${s.GAS_TABLE_PREFIX}budget`,
      audit: `${s.GAS_TABLE_PREFIX}audit`,
      deliveries: `${s.GAS_TABLE_PREFIX}deliveries`,
    },
    queues: {
      annotationComplete: `${s.GAS_QUEUE_PREFIX}annotation-complete`,
      planChanges: `${s.GAS_QUEUE_PREFIX}plan-changes`,
      thaws: `${s.GAS_QUEUE_PREFIX}thaws`,
      jobRequests: `${s.GAS_QUEUE_PREFIX}job-requests`,
    },
    topics: {
      annotationComplete: topic('annotation-complete'),
      planChanges: topic('plan-changes'),
      thaws: topic('thaws'),
      jobRequests: topic('job-requests'),
      resultArchived: topic('result-archived'),
      restoreStarted: topic('restore-started'),
      resultRestored: topic('result-restored'),
    },
  };
}

/** Without a key pair the SDK looks by itself: profile, role of the container or the instance. */
function credentialsOf({ AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token }: Settings) {
  if (!id || !secret) return {};
  return { credentials: { accessKeyId: id, secretAccessKey: secret, ...(token ? { sessionToken: token } : {}) } };
}

function rulesOf(s: Settings) {
  return {
    rules: {
      graceMs: s.GAS_GRACE_PERIOD,
      freeInputBytes: s.GAS_FREE_INPUT_BYTES,
      premiumInputBytes: s.GAS_PREMIUM_INPUT_BYTES,
      tiers: {
        Expedited: { expectedMs: s.GAS_EXPEDITED_EXPECTED, waitMs: s.GAS_EXPEDITED_WAIT },
        Standard: { expectedMs: s.GAS_STANDARD_EXPECTED, waitMs: s.GAS_STANDARD_WAIT },
        Bulk: { expectedMs: s.GAS_BULK_EXPECTED, waitMs: s.GAS_BULK_WAIT },
      },
      retrievalRounds: s.GAS_RETRIEVAL_ROUNDS,
      retrievalCaps: capsOf(s),
      reconcileEveryMs: s.GAS_RECONCILE_EVERY,
      patience: patienceOf(s),
      orphanAgeMs: s.GAS_ORPHAN_AGE,
      notices: { gatherMs: s.GAS_NOTICE_GATHER, leadMs: s.GAS_NOTICE_LEAD },
    },
  };
}

/** How long a move may take before it counts as late: every wait that it is meant to have, and an hour. */
function patienceOf({ GAS_GRACE_PERIOD: grace, GAS_EXPEDITED_WAIT: expedited, GAS_STANDARD_WAIT: standard }: Settings) {
  return { archiveMs: grace + 3_600_000, restoreMs: expedited + standard + 3_600_000 };
}

/** Money in millionths of a US dollar: prices are fractions of a cent. */
function capsOf({ GAS_RETRIEVAL_DAILY_BYTES: bytes, GAS_RETRIEVAL_DAILY_COST: cost }: Settings) {
  return {
    ...(bytes === undefined ? {} : { bytes }),
    ...(cost === undefined ? {} : { microdollars: Math.round(cost * 1e6) }),
  };
}

function processesOf(s: Settings) {
  return {
    worker: {
      roles: s.GAS_WORKER_ROLES,
      bundle: s.GAS_WORKFLOW_BUNDLE,
      transfersAtOnce: s.GAS_TRANSFERS_AT_ONCE,
      annotationsAtOnce: s.GAS_ANNOTATIONS_AT_ONCE,
      deployment: deploymentOf(s),
      port: s.GAS_WORKER_PORT,
      host: s.GAS_WORKER_HOST,
    },
    annotator: {
      bcftools: s.GAS_BCFTOOLS,
      genomeFolder: s.GAS_GENOME_FOLDER,
      genomesFile: s.GAS_GENOMES,
      ...(s.GAS_ANNOTATION_COMMAND ? { command: s.GAS_ANNOTATION_COMMAND } : {}),
      scratchFolder: s.GAS_SCRATCH_FOLDER,
      limits: { ...s.GAS_ANNOTATION_LIMITS, timeMs: s.GAS_ANNOTATION_TIME_LIMIT },
    },
    mail: { target: s.GAS_MAIL, from: s.GAS_MAIL_FROM },
    notices: { secret: s.GAS_NOTICE_SECRET, loopback: s.GAS_WEBHOOK_LOOPBACK },
    ...webOf(s),
    bridge: { port: s.GAS_BRIDGE_PORT, host: s.GAS_BRIDGE_HOST, backlogEveryMs: s.GAS_BACKLOG_EVERY },
    client: { url: s.GAS_URL ?? s.GAS_WEB_URL, ...(s.GAS_TOKEN ? { token: s.GAS_TOKEN } : {}) },
  };
}

/** Our environment with `settings` laid over it, for a child process or for `readConfig`. */
export function environmentWith(settings: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...settings };
}

/** In words. */
export const settingForm = (setting: string) => formOf(Settings.shape[setting as keyof typeof Settings.shape]);

/** The names of all settings, in the order of `.env.example`. */
export const settingNames = Object.keys(Settings.shape);
