// config-web.ts — the settings of the web process: its address, its sessions, who signs people in, who operates it.
import { resolve } from 'node:path';
import { z } from 'zod';
import { LOCAL_SECRET, PAYMENTS } from './config-secrets.ts';
import { anyPort, duration, folder, hops, name, port, rateLimits, url, userIds } from './config-values.ts';

const WebSettings = z.object({
  GAS_WEB_PORT: port.default(5080),
  GAS_WEB_HOST: name.default('127.0.0.1'),
  GAS_WEB_INTERNAL_PORT: anyPort.default(5087),
  GAS_WEB_INTERNAL_HOST: name.default('127.0.0.1'),
  GAS_WEB_URL: url.default('http://127.0.0.1:5080'),
  GAS_SPA_FOLDER: folder.default(resolve('dist/spa')),
  GAS_SESSION_IDLE: duration.default(3_600_000),
  GAS_SESSION_LIFE: duration.default(43_200_000),
  GAS_RATE_LIMITS: rateLimits.default({}),
  GAS_PROXY_HOPS: hops.default(0),
  GAS_STOP_DELAY: duration.default(0),
  GAS_OPERATORS: userIds.default([]),
  GAS_TEMPORAL_WEB_URL: url.optional(),
  GAS_STRIPE_SECRET_KEY: name.optional(),
  GAS_STRIPE_WEBHOOK_SECRET: name.optional(),
  GAS_STRIPE_PRICE: name.optional(),
  GAS_STRIPE_URL: url.optional(),
  OIDC_ISSUER: url.default('http://127.0.0.1:5084'),
  OIDC_CLIENT_ID: name.default('gas-web'),
  OIDC_CLIENT_SECRET: name.default(LOCAL_SECRET),
});
export const webSettings = WebSettings.shape;

export function webOf(s: z.infer<typeof WebSettings>) {
  return {
    web: {
      port: s.GAS_WEB_PORT,
      host: s.GAS_WEB_HOST,
      internal: { port: s.GAS_WEB_INTERNAL_PORT, host: s.GAS_WEB_INTERNAL_HOST },
      url: s.GAS_WEB_URL,
      spaFolder: s.GAS_SPA_FOLDER,
      sessionIdleMs: s.GAS_SESSION_IDLE,
      sessionLifeMs: s.GAS_SESSION_LIFE,
      rateLimits: s.GAS_RATE_LIMITS,
      proxyHops: s.GAS_PROXY_HOPS,
      stopDelayMs: s.GAS_STOP_DELAY,
      operators: s.GAS_OPERATORS,
      ...(s.GAS_TEMPORAL_WEB_URL ? { temporalWebUrl: s.GAS_TEMPORAL_WEB_URL } : {}),
    },
    ...paymentsOf(s),
    identity: { issuer: s.OIDC_ISSUER, clientId: s.OIDC_CLIENT_ID, clientSecret: s.OIDC_CLIENT_SECRET },
  };
}

/** Without all three nobody has to pay; `readConfig` refuses some of them. */
function paymentsOf(s: z.infer<typeof WebSettings>) {
  const { GAS_STRIPE_SECRET_KEY: secretKey, GAS_STRIPE_WEBHOOK_SECRET: webhookSecret, GAS_STRIPE_PRICE: price } = s;
  if (!secretKey || !webhookSecret || !price) return {};
  return { payments: { secretKey, webhookSecret, price, ...(s.GAS_STRIPE_URL ? { apiUrl: s.GAS_STRIPE_URL } : {}) } };
}

/** What the environment says of payments, for the embedded stack: `npm start` takes Stripe's test keys, nothing else does. */
export function paymentSettings(): Record<string, string> {
  return Object.fromEntries([...PAYMENTS, 'GAS_STRIPE_URL'].map((setting) => [setting, process.env[setting] ?? '']));
}
