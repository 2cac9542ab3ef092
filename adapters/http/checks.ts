// adapters/http/checks.ts — who is asked over HTTP: the identity provider, and our own processes.
import { z } from 'zod';
import type { Check, Seen } from '../../domain/checkup.ts';
import { Problem } from '../../domain/checkup.ts';
import { ask } from './ask.ts';
import { clockCheck, type Clock } from './clock-check.ts';

export interface HttpChecksOptions {
  issuer: string;
  webUrl: string;
  bridgeUrl: string;
  /** Whose clocks ours is compared with. */
  clocks: readonly Clock[];
}

export function httpChecks({ issuer, webUrl, bridgeUrl, clocks }: HttpChecksOptions): Check[] {
  return [
    { area: 'identity', subject: issuer, look: (signal) => lookAtProvider(issuer, signal), advice: PROVIDER },
    { area: 'processes', subject: 'web', look: (signal) => lookAtWeb(webUrl, signal), advice: WEB },
    { area: 'processes', subject: 'bridge', look: (signal) => lookAtBridge(bridgeUrl, signal), advice: BRIDGE },
    clockCheck(clocks),
  ];
}

const PROVIDER = 'Check OIDC_ISSUER, and the way from this machine to there: nobody can sign in without the provider.';
const WEB =
  'Start it (`npm start`, or the service that runs web/main.ts), or mend GAS_WEB_URL; docs/runbook/web-errors.md.';
const BRIDGE =
  'Start it (`npm start`, or the service that runs bridge/main.ts); where it runs elsewhere, set GAS_BRIDGE_HOST here. docs/runbook/bridge-behind.md.';

const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
});
const Keys = z.object({ keys: z.array(z.object({ kty: z.string() })).min(1) });

async function lookAtProvider(issuer: string, signal: AbortSignal): Promise<Seen> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { status, body } = await ask(url, signal, PROVIDER);
  const found = Discovery.safeParse(fromJson(body));
  if (status !== 200 || !found.success) {
    throw new Problem(
      `${url} answers ${status}, and no discovery document.`,
      'Set OIDC_ISSUER to the issuer itself, such as https://auth.globus.org.',
    );
  }
  const { issuer: named, jwks_uri: keysAt } = found.data;
  if (named.replace(/\/$/, '') !== issuer.replace(/\/$/, '')) {
    throw new Problem(
      `The provider calls itself ${named}.`,
      `Set OIDC_ISSUER=${named}: tokens of another issuer are refused.`,
    );
  }
  const keys = await ask(keysAt, signal, PROVIDER);
  const read = Keys.safeParse(fromJson(keys.body));
  if (!read.success) {
    throw new Problem(
      `${keysAt} answers ${keys.status}, and no keys.`,
      'Ask those who run the provider: no sign-in can be verified without its keys.',
    );
  }
  return { well: `discovery and ${read.data.keys.length} key${read.data.keys.length === 1 ? '' : 's'}` };
}

const WebHealth = z.object({ tables: z.boolean(), temporal: z.boolean() });

async function lookAtWeb(webUrl: string, signal: AbortSignal): Promise<Seen> {
  const url = new URL('/health/ready', webUrl).href;
  const { status, body } = await ask(url, signal, WEB);
  const health = WebHealth.safeParse(fromJson(body));
  if (!health.success) {
    return {
      problem: `${url} answers ${status}, and not as our web does.`,
      advice: 'Somebody else listens there: mend GAS_WEB_URL, or the proxy before web.',
    };
  }
  const { tables, temporal } = health.data;
  if (!tables)
    return {
      problem: 'It does not reach the tables.',
      advice: 'See the lines about tables here; if those are well, its role or its settings differ from ours.',
    };
  if (!temporal)
    return {
      problem: 'It does not reach Temporal: submitting waits.',
      advice: 'See the lines about temporal here, and docs/runbook/temporal-away.md.',
    };
  return { well: `ready at ${webUrl}` };
}

const BridgeHealth = z.object({
  queues: z.record(z.string(), z.object({ paused: z.boolean(), unreachable: z.boolean() })),
});

async function lookAtBridge(bridgeUrl: string, signal: AbortSignal): Promise<Seen> {
  const url = new URL('/health/ready', bridgeUrl).href;
  const { status, body } = await ask(url, signal, BRIDGE);
  const health = BridgeHealth.safeParse(fromJson(body));
  if (!health.success) {
    return {
      problem: `${url} answers ${status}, and not as our bridge does.`,
      advice: 'Somebody else listens there: mend GAS_BRIDGE_HOST and GAS_BRIDGE_PORT.',
    };
  }
  const queues = Object.entries(health.data.queues);
  const named = (is: 'paused' | 'unreachable') =>
    queues.flatMap(([name, queue]) => (queue[is] ? [name] : [])).join(', ');
  if (named('unreachable')) {
    return {
      problem: `It cannot receive from ${named('unreachable')}.`,
      advice: 'See the lines about queues here; if those are well, its role or its settings differ from ours.',
    };
  }
  if (named('paused')) {
    return {
      problem: `It receives nothing (${named('paused')}): Temporal is away for it.`,
      advice: 'See the lines about temporal here, and docs/runbook/temporal-away.md.',
    };
  }
  return { well: `receives from ${queues.length} queues` };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
