// test/cli/support/broken.ts — what can be wrong with what the service stands on: broken by which settings, what is found, and
// what an operator is told to do about it.
/* oxlint-disable max-lines -- one table */
import type { Area } from '../../../domain/checkup.ts';

/** Servers that are not what they should be, and a folder with what a test has put there. */
interface Odd {
  odd: string;
  clock: string;
  folder: string;
}

type Broken = readonly [
  what: string,
  settings: (odd: Odd) => Record<string, string>,
  Area,
  problem: RegExp,
  advice: RegExp,
];

const NOWHERE = 'http://127.0.0.1:1';

export const BROKEN: readonly Broken[] = [
  [
    'a setting of the wrong form',
    () => ({ GAS_WEB_PORT: 'x' }),
    'settings',
    /GAS_WEB_PORT = "x": must be a port/,
    /Mend GAS_WEB_PORT/,
  ],
  ['a setting nobody reads', () => ({ GAS_GRACE: '1s' }), 'settings', /GAS_GRACE is no setting/, /Mend its name/],
  [
    'a public secret',
    () => ({ OIDC_ISSUER: 'https://auth.example.org' }),
    'secrets',
    /OIDC_CLIENT_SECRET: must be set/,
    /secrets store/,
  ],
  [
    'Temporal away',
    () => ({ TEMPORAL_ADDRESS: '127.0.0.1:1' }),
    'temporal',
    /Temporal does not answer at 127\.0\.0\.1:1/,
    /TEMPORAL_ADDRESS.*temporal-away\.md/,
  ],
  [
    'no such namespace',
    () => ({ TEMPORAL_NAMESPACE: 'nowhere' }),
    'temporal',
    /no namespace nowhere/,
    /gas -- temporal setup.*TEMPORAL_NAMESPACE/,
  ],
  [
    'a namespace without search attributes',
    () => ({ TEMPORAL_NAMESPACE: 'bare' }),
    'temporal',
    /lacks GasUserId, GasPlan/,
    /gas -- temporal setup/,
  ],
  [
    'a namespace without a schedule',
    () => ({ TEMPORAL_NAMESPACE: 'bare' }),
    'temporal',
    /There is no such schedule/,
    /A worker .* makes it/,
  ],
  [
    'no workers',
    () => ({ TEMPORAL_NAMESPACE: 'bare' }),
    'workers',
    /No worker has polled it/,
    /Start a worker with annotate in GAS_WORKER_ROLES/,
  ],
  [
    'no tables',
    () => ({ GAS_TABLE_PREFIX: 'none-' }),
    'tables',
    /It does not exist/,
    /GAS_TABLE_PREFIX.*table-lost\.md/,
  ],
  [
    'a table without its index',
    () => ({ GAS_TABLE_PREFIX: 'odd-' }),
    'tables',
    /lacks the index user_id_index/,
    /Add user_id_index on user_id, submit_time/,
  ],
  [
    'a table whose items stay',
    () => ({ GAS_TABLE_PREFIX: 'odd-' }),
    'tables',
    /do not expire by expires_at/,
    /Turn on time to live/,
  ],
  [
    'a table of somebody else',
    () => ({ GAS_TABLE_PREFIX: 'odd-' }),
    'tables',
    /Its key is name, not user_id/,
    /some other program/,
  ],
  [
    'no bucket',
    () => ({ GAS_INPUTS_BUCKET: 'none' }),
    'buckets',
    /It does not exist/,
    /Create it, versioned, or set GAS_INPUTS_BUCKET/,
  ],
  [
    'a bucket without versions',
    () => ({ GAS_RESULTS_BUCKET: 'odd-bucket' }),
    'buckets',
    /Its versioning is off/,
    /Turn versioning on/,
  ],
  [
    'a bucket closed to our pages',
    () => ({ GAS_RESULTS_BUCKET: 'odd-bucket' }),
    'buckets',
    /do not allow GET from http/,
    /exposing Accept-Ranges and Content-Range/,
  ],
  [
    'a bucket that forgets',
    () => ({ GAS_RESULTS_BUCKET: 'odd-bucket' }),
    'buckets',
    /lifecycle rule "tidy" expires/,
    /Take the rule away/,
  ],
  [
    'pages at another address',
    () => ({ GAS_WEB_URL: 'https://gas.example.org' }),
    'buckets',
    /do not allow POST from https:\/\/gas\.example\.org/,
    /mend GAS_WEB_URL/,
  ],
  ['no queue', () => ({ GAS_QUEUE_PREFIX: 'none-' }), 'queues', /It does not exist/, /GAS_QUEUE_PREFIX/],
  [
    'a queue without dead letters',
    () => ({ GAS_QUEUE_PREFIX: 'odd-' }),
    'queues',
    /It has no dead-letter queue/,
    /Create odd-thaws-dead/,
  ],
  [
    'a queue closed to its topic',
    () => ({ GAS_QUEUE_PREFIX: 'odd-' }),
    'queues',
    /does not let the topic odd-thaws send/,
    /aws:SourceArn is arn:aws:sns/,
  ],
  ['no topic', () => ({ AWS_ACCOUNT_ID: '123456789012' }), 'topics', /It does not exist/, /mend AWS_ACCOUNT_ID/],
  [
    'a topic that nobody hears',
    () => ({ GAS_QUEUE_PREFIX: 'odd-' }),
    'topics',
    /odd-thaws is not subscribed/,
    /Subscribe odd-thaws/,
  ],
  ['no vault', () => ({ GAS_VAULT: 'none' }), 'archive', /It does not exist/, /GAS_VAULT/],
  [
    'a vault that tells nobody',
    () => ({ GAS_VAULT: 'odd-vault' }),
    'archive',
    /It announces no thaws/,
    /ArchiveRetrievalCompleted/,
  ],
  [
    'an archive bucket that tells nobody',
    () => ({ GAS_ARCHIVE_BUCKET: 'odd-bucket' }),
    'archive',
    /does not announce finished restores/,
    /s3:ObjectRestore/,
  ],
  [
    'AWS away',
    () => ({ AWS_ENDPOINT_URL: NOWHERE }),
    'queues',
    /SQS cannot be reached: ECONNREFUSED/,
    /AWS_ENDPOINT_URL/,
  ],
  [
    'a key that AWS does not know',
    () => ({ AWS_ACCESS_KEY_ID: 'nobody' }),
    'tables',
    /does not accept our key|no right to look/,
    /AWS_ACCESS_KEY_ID|Grant/,
  ],
  [
    'no mail server',
    () => ({ GAS_MAIL: 'smtp://me:hunter2@127.0.0.1:1' }),
    'mail',
    /does not answer as a mail server/,
    /host and port in GAS_MAIL/,
  ],
  [
    'a sender that SES does not know',
    () => ({ GAS_MAIL: 'ses:', GAS_MAIL_FROM: 'gas@nobody.example' }),
    'mail',
    /Neither gas@nobody\.example nor nobody\.example is verified/,
    /GAS_MAIL_FROM/,
  ],
  [
    'a mail folder that is none',
    () => ({ GAS_MAIL: 'folder:/dev/null/mail' }),
    'mail',
    /ENOTDIR/,
    /Let the worker write there/,
  ],
  [
    'no identity provider',
    () => ({ OIDC_ISSUER: NOWHERE }),
    'identity',
    /does not answer: ECONNREFUSED|bad port/,
    /Check OIDC_ISSUER/,
  ],
  [
    'something else than a provider',
    ({ odd }) => ({ OIDC_ISSUER: odd }),
    'identity',
    /and no discovery document/,
    /Set OIDC_ISSUER to the issuer itself/,
  ],
  ['another web server', ({ odd }) => ({ GAS_WEB_URL: odd }), 'processes', /not as our web does/, /mend GAS_WEB_URL/],
  [
    'no bridge',
    () => ({ GAS_BRIDGE_PORT: '2' }),
    'processes',
    /127\.0\.0\.1:2\/health\/ready does not answer/,
    /bridge-behind\.md/,
  ],
  [
    'another clock at the provider',
    ({ clock }) => ({ OIDC_ISSUER: clock }),
    'clocks',
    /12 minutes ahead of that of the identity provider/,
    /ask those who run the identity provider/,
  ],
  [
    'our own clock',
    ({ clock }) => ({ OIDC_ISSUER: clock, AWS_ENDPOINT_URL_S3: clock }),
    'clocks',
    /12 minutes ahead of AWS and the identity provider/,
    /time server/,
  ],
  ['no bcftools', () => ({ GAS_BCFTOOLS: '/bin/false' }), 'genome', /bcftools does not run/, /GAS_BCFTOOLS/],
  [
    'no genome',
    () => ({ GAS_GENOME_FOLDER: '/nowhere' }),
    'genome',
    /genome folder \/nowhere is missing/,
    /GAS_GENOME_FOLDER/,
  ],
  [
    'genomes that cannot be read',
    ({ folder }) => ({ GAS_GENOMES: `${folder}/bad.yaml` }),
    'genome',
    /bad\.yaml needs mending/,
    /Mend the file/,
  ],
  ['nowhere to work', () => ({ GAS_SCRATCH_FOLDER: '/dev/null/none' }), 'scratch', /ENOTDIR/, /GAS_SCRATCH_FOLDER/],
  [
    'no room',
    () => ({ GAS_PREMIUM_INPUT_BYTES: '9000000000000000' }),
    'scratch',
    /GB free.*are allowed/,
    /lower GAS_PREMIUM_INPUT_BYTES/,
  ],
];
