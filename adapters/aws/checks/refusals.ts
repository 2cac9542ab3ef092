// adapters/aws/checks/refusals.ts — what an error of AWS means to whoever set it up: unreachable, unknown keys, no right.
import type { Check, Seen } from '../../../domain/checkup.ts';
import { Problem } from '../../../domain/checkup.ts';

/** One look, and what its refusals mean. */
export interface Look extends Pick<Check, 'area' | 'subject'> {
  /** `DynamoDB`. */
  service: string;
  /** The rights that it needs: `dynamodb:DescribeTable`. */
  rights: string;
  /** What to do where the thing does not exist. */
  create: string;
  look: Check['look'];
}

const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EPROTO',
]);
const UNKNOWN_KEYS = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'AuthFailure',
]);
const MISSING = new Set([
  'ResourceNotFoundException',
  'NoSuchBucket',
  'NotFound',
  'NotFoundException',
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
]);
const ELSEWHERE =
  'Check AWS_REGION and AWS_ENDPOINT_URL (AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL_GLACIER), and the way from this machine to there.';

/** A check whose refusals are told as problems. */
export function awsCheck({ service, rights, create, look, ...check }: Look): Check {
  return {
    ...check,
    advice: `See whether ${service} is well (AWS Health Dashboard), and run it again. ${ELSEWHERE}`,
    async look(signal) {
      try {
        return await look(signal);
      } catch (error) {
        if (error instanceof Problem || !(error instanceof Error)) throw error;
        return meaningOf(error, { service, rights, create, subject: check.subject });
      }
    },
  };
}

function meaningOf(error: Error, of: Pick<Look, 'service' | 'rights' | 'create' | 'subject'>): Seen {
  const { name, message } = error;
  if (isNetwork(error)) return { problem: `${of.service} cannot be reached: ${codeOf(error)}.`, advice: ELSEWHERE };
  if (MISSING.has(name)) return { problem: 'It does not exist.', advice: of.create };
  if (UNKNOWN_KEYS.has(name)) {
    const advice =
      'Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or leave both empty where the machine has a role.';
    return { problem: `${of.service} does not accept our key (${name}).`, advice };
  }
  if (/^(ExpiredToken|RequestExpired)/.test(name)) {
    return { problem: 'Our credentials have expired.', advice: 'Sign in again, or renew AWS_SESSION_TOKEN.' };
  }
  if (name === 'CredentialsProviderError') {
    const advice =
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, sign in (AWS_PROFILE), or give the machine a role. For the embedded stack: `npm start` first.';
    return { problem: 'There are no credentials for AWS.', advice };
  }
  if (/AccessDenied|Forbidden|NotAuthorized|AuthorizationError/.test(name) || statusOf(error) === 403) {
    const advice = `Grant ${of.rights} to the role that runs this, or run it as an operator who has it.`;
    return { problem: `We have no right to look (${name}).`, advice };
  }
  return {
    problem: `${of.service} answers ${name}: ${oneLine(message)}`,
    advice: `Look it up by its name; ${of.create}`,
  };
}

function isNetwork(error: Error): boolean {
  return NETWORK.has(codeOf(error)) || error.name === 'TimeoutError';
}

/** The code of the error, or of what it stands for. */
function codeOf(error: Error): string {
  const { code, cause, errors } = error as Error & { code?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  if (cause instanceof Error) return codeOf(cause);
  const [first]: unknown[] = Array.isArray(errors) ? errors : [];
  return first instanceof Error ? codeOf(first) : error.name;
}

function statusOf(error: Error): number | undefined {
  return (error as Error & { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
