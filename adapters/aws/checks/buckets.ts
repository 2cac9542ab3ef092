// adapters/aws/checks/buckets.ts — the buckets: versioned, open to our pages and to nobody else's, ours to use, and kept.
import type { CORSRule, LifecycleRule, S3Client } from '@aws-sdk/client-s3';
import {
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import type { Check, Seen } from '../../../domain/checkup.ts';
import { wellUnless } from '../../../domain/checkup.ts';
import { probeBucket, probeFolder } from './bucket-probe.ts';
import { awsCheck } from './refusals.ts';

export interface BucketsOptions {
  client: Pick<S3Client, 'send'>;
  storage: { inputsBucket: string; resultsBucket: string; keyPrefix: string };
  /** Where archives are kept in S3; missing where this deployment has none there. */
  archiveBucket?: string;
  /** The origin of the pages: browsers upload to one bucket and read ranges of the other. */
  webOrigin: string;
}

interface Wanted {
  setting: string;
  bucket: string;
  /** What a page of ours does with it; missing where no browser sees it. */
  browser?: { method: 'POST' | 'GET'; exposes?: readonly string[] };
}

const RANGES = ['Accept-Ranges', 'Content-Range'];

export function bucketChecks({ client, storage, archiveBucket, webOrigin }: BucketsOptions): Check[] {
  const wanted: Wanted[] = [
    { setting: 'GAS_INPUTS_BUCKET', bucket: storage.inputsBucket, browser: { method: 'POST' } },
    { setting: 'GAS_RESULTS_BUCKET', bucket: storage.resultsBucket, browser: { method: 'GET', exposes: RANGES } },
    ...(archiveBucket ? [{ setting: 'GAS_ARCHIVE_BUCKET', bucket: archiveBucket }] : []),
  ];
  const folder = probeFolder(storage.keyPrefix);
  return wanted.map((one) =>
    awsCheck({
      area: 'buckets',
      subject: `bucket ${one.bucket}`,
      service: 'S3',
      rights:
        's3:GetBucketVersioning, GetBucketCORS, GetLifecycleConfiguration, ListBucketVersions, PutObject, GetObject and DeleteObjectVersion',
      create: `Create it, versioned, or set ${one.setting} to the one that there is.`,
      look: (abortSignal) => lookAt({ client, abortSignal, folder, webOrigin }, one),
    }),
  );
}

interface Asking {
  client: Pick<S3Client, 'send'>;
  abortSignal: AbortSignal;
  folder: string;
  webOrigin: string;
}

async function lookAt(asking: Asking, { bucket, browser }: Wanted): Promise<readonly Seen[]> {
  const { client, abortSignal } = asking;
  const { Status = 'off' } = await client.send(new GetBucketVersioningCommand({ Bucket: bucket }), { abortSignal });
  return wellUnless(
    [
      Status !== 'Enabled' && {
        problem: `Its versioning is ${Status}.`,
        advice:
          'Turn versioning on: without it a delete that comes late can take a result that was restored meanwhile.',
      },
      browser && (await originProblem(asking, bucket, browser)),
      ...(await lifecycleProblems(asking, bucket)),
      (await probeBucket({ ...asking, bucket })) !== 'same' && {
        problem: 'A probe came back with other bytes than were put.',
        advice: 'Something stands between here and S3 that changes objects: take it out before anything is stored.',
      },
    ],
    `versioned${browser ? `, open to ${asking.webOrigin}` : ''}; a probe was put, read and deleted`,
  );
}

async function originProblem(
  { client, abortSignal, webOrigin }: Asking,
  bucket: string,
  { method, exposes = [] }: NonNullable<Wanted['browser']>,
): Promise<Seen | undefined> {
  const rules = await orNone(
    client.send(new GetBucketCorsCommand({ Bucket: bucket }), { abortSignal }).then(({ CORSRules = [] }) => CORSRules),
  );
  if (rules.some((rule) => allows(rule, { webOrigin, method, exposes }))) return undefined;
  const exposing = exposes.length > 0 ? `, exposing ${exposes.join(' and ')}` : '';
  const what = method === 'POST' ? 'upload files' : 'show results';
  return {
    problem: `Its CORS rules do not allow ${method} from ${webOrigin}${exposing}: pages cannot ${what}.`,
    advice: `Add a CORS rule with this origin, method ${method}${exposing}; or mend GAS_WEB_URL, if people use another address.`,
  };
}

function allows(
  { AllowedOrigins = [], AllowedMethods = [], ExposeHeaders = [] }: CORSRule,
  { webOrigin, method, exposes }: { webOrigin: string; method: string; exposes: readonly string[] },
): boolean {
  const exposed = new Set(ExposeHeaders.map((header) => header.toLowerCase()));
  const matches = (pattern: string) => {
    const [before = '', after] = pattern.split('*');
    return after === undefined ? pattern === webOrigin : webOrigin.startsWith(before) && webOrigin.endsWith(after);
  };
  return (
    AllowedOrigins.some(matches) &&
    AllowedMethods.includes(method) &&
    exposes.every((header) => exposed.has(header.toLowerCase()))
  );
}

/** Rules that end a newest version, or send it where it can't be read at once. */
async function lifecycleProblems({ client, abortSignal }: Asking, bucket: string): Promise<Seen[]> {
  const ask = client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }), { abortSignal });
  const rules = await orNone(ask.then(({ Rules = [] }) => Rules));
  return rules.filter(takes).map(({ ID = 'without a name' }) => ({
    problem: `Its lifecycle rule "${ID}" expires or moves objects.`,
    advice: 'Take the rule away: only the service may decide when a file goes, and rows name what this would remove.',
  }));
}

function takes({ Status, Expiration, Transitions = [] }: LifecycleRule): boolean {
  const ends = Expiration?.Days !== undefined || Expiration?.Date !== undefined;
  return Status === 'Enabled' && (ends || Transitions.length > 0);
}

/** S3 answers an error where nothing is configured. */
async function orNone<T>(asked: Promise<T[]>): Promise<T[]> {
  return asked.catch((error: unknown) => {
    if (error instanceof Error && /^NoSuch(CORS|Lifecycle)Configuration$/.test(error.name)) return [];
    throw error;
  });
}
