// cli/failure.ts — why a command has no answer, in one sentence that a person can act on.

export type FailureId =
  | 'job-unknown'
  | 'job-deleted'
  | 'nothing-to-do'
  | 'input-missing'
  | 'temporal-away'
  | 'aws-away'
  | 'aws-refused'
  | 'settings'
  | 'workflow-failed'
  | 'deployment-refused'
  | 'no-token'
  | 'service-away'
  | 'service-refused'
  | 'file'
  | 'internal';

/** Thrown by commands; the message is for the person at the terminal. */
export class CliFailure extends Error {
  override name = 'CliFailure';
  readonly id: FailureId;
  /** What the service called it, where it was the service that refused. */
  readonly refusal: string | undefined;
  constructor(id: FailureId, message: string, refusal?: string) {
    super(message);
    this.id = id;
    this.refusal = refusal;
  }
}

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT', 'EAI_AGAIN']);
/** By the names that the SDK gives them: no keys, keys of somebody else, keys without the right. */
const REFUSALS = new Set([
  'CredentialsProviderError',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'ExpiredTokenException',
  'AccessDeniedException',
  'AccessDenied',
  'ResourceNotFoundException',
]);

/** Errors whose message is for a person already. */
const TOLD: Partial<Record<string, FailureId>> = {
  ConfigError: 'settings',
  PayloadUnreadable: 'settings',
  DeploymentRefused: 'deployment-refused',
};

/** What any error means for whoever runs a command. */
export function explain(error: unknown): { id: FailureId; message: string } {
  if (error instanceof CliFailure) return error;
  if (!(error instanceof Error)) return { id: 'internal', message: String(error) };
  const { name, message } = error;
  if (name === 'TemporalAway') {
    return { id: 'temporal-away', message: `${message} Nothing is lost; see TEMPORAL_ADDRESS, and try again.` };
  }
  if (name === 'ServiceError') return { id: 'temporal-away', message: `Temporal: ${oneLine(message)}` };
  if (name === 'WorkflowFailedError') {
    return { id: 'workflow-failed', message: `The workflow has failed: ${oneLine(rootOf(error).message)}` };
  }
  const told = TOLD[name];
  if (told) return { id: told, message };
  if (isNetwork(error)) {
    return {
      id: 'aws-away',
      message: 'AWS cannot be reached: see AWS_REGION and AWS_ENDPOINT_URL, or run `npm start`.',
    };
  }
  if (REFUSALS.has(name)) return { id: 'aws-refused', message: `AWS refuses: ${name}, ${oneLine(message)}` };
  return { id: 'internal', message: `${name}: ${oneLine(message)}` };
}

function isNetwork(error: Error): boolean {
  const { code, cause } = error as Error & { code?: unknown };
  if (typeof code === 'string' && NETWORK.has(code)) return true;
  return cause instanceof Error && isNetwork(cause);
}

function rootOf(error: Error): Error {
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
