// config-temporal.ts — the settings of Temporal: how it is reached, and who may read what it keeps. Those of the
// connection have the names that Temporal's own command line reads too.
import { z } from 'zod';
import { codecKeys, fileContents, name, secretFile, url, port, duration } from './config-values.ts';

const TemporalSettings = z.object({
  TEMPORAL_ADDRESS: name.default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: name.default('default'),
  TEMPORAL_TLS: z.stringbool('must be true or false').optional(),
  TEMPORAL_TLS_SERVER_NAME: name.optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: fileContents.optional(),
  TEMPORAL_TLS_CLIENT_CERT_PATH: fileContents.optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: fileContents.optional(),
  TEMPORAL_API_KEY: name.optional(),
  TEMPORAL_API_KEY_FILE: secretFile.optional(),
  GAS_TEMPORAL_RETENTION: duration.default(30 * 86_400_000),
  GAS_DEPLOYMENT: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, underscores or hyphens')
    .default('gas'),
  GAS_BUILD_ID: z
    .string()
    .regex(/^[\w.+-]{1,128}$/, 'must be 1 to 128 letters, digits, dots, underscores, hyphens or +')
    .optional(),
  GAS_CODEC_KEYS: codecKeys.optional(),
  GAS_CODEC_KEYS_FILE: secretFile.pipe(codecKeys).optional(),
  GAS_CODEC_PORT: port.default(5086),
  GAS_CODEC_HOST: name.default('127.0.0.1'),
  GAS_CODEC_URL: url.default('http://127.0.0.1:5086'),
  GAS_CODEC_WEB_ORIGIN: url.default('http://127.0.0.1:8233'),
  GAS_CODEC_SECRET: z.string().min(32, 'must be 32 characters or more').optional(),
  GAS_CODEC_ISSUER: url.optional(),
  GAS_CODEC_AUDIENCE: name.optional(),
  GAS_CODEC_OPERATORS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.string()).min(1, 'names nobody'))
    .optional(),
});
type TemporalSettings = z.infer<typeof TemporalSettings>;
export const temporalSettings = TemporalSettings.shape;

export function temporalOf(s: TemporalSettings) {
  const apiKey = s.TEMPORAL_API_KEY ?? s.TEMPORAL_API_KEY_FILE;
  const tls = tlsOf(s);
  const isSecure = s.TEMPORAL_TLS ?? (apiKey !== undefined || Object.keys(tls).length > 0);
  return {
    address: s.TEMPORAL_ADDRESS,
    namespace: s.TEMPORAL_NAMESPACE,
    ...(isSecure ? { tls } : {}),
    ...(apiKey === undefined ? {} : { apiKey }),
    /** The first encrypts, all decrypt; none: payloads are clear. */
    codecKeys: s.GAS_CODEC_KEYS ?? s.GAS_CODEC_KEYS_FILE ?? [],
    retentionMs: s.GAS_TEMPORAL_RETENTION,
  };
}

function tlsOf(s: TemporalSettings) {
  const [crt, key] = [s.TEMPORAL_TLS_CLIENT_CERT_PATH, s.TEMPORAL_TLS_CLIENT_KEY_PATH];
  return {
    ...(s.TEMPORAL_TLS_SERVER_NAME ? { serverNameOverride: s.TEMPORAL_TLS_SERVER_NAME } : {}),
    ...(s.TEMPORAL_TLS_SERVER_CA_CERT_PATH ? { serverRootCACertificate: s.TEMPORAL_TLS_SERVER_CA_CERT_PATH } : {}),
    ...(crt && key ? { clientCertPair: { crt, key } } : {}),
  };
}

/** The version that a worker says it is; without a build id it says none, and Temporal hands it any workflow. */
export function deploymentOf({ GAS_DEPLOYMENT: deploymentName, GAS_BUILD_ID: buildId }: TemporalSettings) {
  return { deploymentName, ...(buildId === undefined ? {} : { buildId }) };
}

/** The codec server: where it listens, the Temporal Web that it serves, and whom it believes. */
export function codecServerOf(s: TemporalSettings) {
  return {
    port: s.GAS_CODEC_PORT,
    host: s.GAS_CODEC_HOST,
    url: s.GAS_CODEC_URL,
    webOrigin: new URL(s.GAS_CODEC_WEB_ORIGIN).origin,
    ...(s.GAS_CODEC_SECRET ? { secret: s.GAS_CODEC_SECRET } : {}),
    ...(s.GAS_CODEC_ISSUER
      ? { tokens: { issuer: s.GAS_CODEC_ISSUER, audience: s.GAS_CODEC_AUDIENCE!, operators: s.GAS_CODEC_OPERATORS! } }
      : {}),
  };
}

/** What is wrong with settings that are right one by one; a line for each, beginning with the name. */
export function temporalMistakes(s: TemporalSettings): string[] {
  const given = (setting: keyof TemporalSettings) => s[setting] !== undefined;
  const mistakes: string[] = [];
  if (given('TEMPORAL_TLS_CLIENT_CERT_PATH') !== given('TEMPORAL_TLS_CLIENT_KEY_PATH'))
    mistakes.push('TEMPORAL_TLS_CLIENT_CERT_PATH, TEMPORAL_TLS_CLIENT_KEY_PATH: a certificate needs its key');
  for (const [one, other] of TWICE) if (given(one) && given(other)) mistakes.push(`${one}, ${other}: set one of them`);
  if (s.TEMPORAL_TLS === false && (given('TEMPORAL_API_KEY') || given('TEMPORAL_API_KEY_FILE')))
    mistakes.push('TEMPORAL_TLS: must not be false with an API key, which would travel in the clear');
  const tokens = ['GAS_CODEC_ISSUER', 'GAS_CODEC_AUDIENCE', 'GAS_CODEC_OPERATORS'] as const;
  if (tokens.some(given) && !tokens.every(given)) mistakes.push(`${tokens.join(', ')}: set all of them, or none`);
  return mistakes;
}

const TWICE = [
  ['TEMPORAL_API_KEY', 'TEMPORAL_API_KEY_FILE'],
  ['GAS_CODEC_KEYS', 'GAS_CODEC_KEYS_FILE'],
] as const;
