// local/identity-pages.ts — the page to choose a person, and the one after signing out.
import { text } from 'node:stream/consumers';
import type { Provider } from 'oidc-provider';
import { html } from '../domain/html.ts';
import { page } from './html.ts';
import { PEOPLE, type Person } from './people.ts';

type Middleware = Parameters<Provider['use']>[0];
type Context = Parameters<Middleware>[0];

const SIGN_IN = /^\/sign-in\/[\w-]+$/;

/** Serves `/sign-in/ID` (a form with the field `person`) and `/v2/web/logout`; leaves the rest to the provider. */
export function chooser(provider: Provider, { clientId, webUrl }: { clientId: string; webUrl: string }): Middleware {
  return async (ctx, next) => {
    if (ctx.method === 'GET' && ctx.path === '/v2/web/logout') return show(ctx, signedOut(ctx, { clientId, webUrl }));
    if (!SIGN_IN.test(ctx.path)) return next();
    if (ctx.method === 'POST') return choose(provider, ctx);
    await provider.interactionDetails(ctx.req, ctx.res);
    show(ctx, chooserPage(ctx.path));
  };
}

async function choose(provider: Provider, ctx: Context): Promise<void> {
  const chosen = new URLSearchParams(await text(ctx.req)).get('person');
  const person = PEOPLE.find(({ sub }) => sub === chosen);
  const result = person
    ? { login: { accountId: person.sub } }
    : { error: 'access_denied', error_description: 'Nobody was chosen.' };
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: false }));
}

function show(ctx: Context, body: string): void {
  ctx.set('cache-control', 'no-store');
  ctx.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
  ctx.type = 'html';
  ctx.body = body;
}

/** What a person sees when the app has asked for something that can't be. */
export const errorPage = (error: string, description = '') =>
  page({
    title: 'Signing in failed',
    body: html`<h1>Signing in failed</h1>
      <p>${error}: ${description}</p>`,
  });

const chooserPage = (action: string) =>
  page({
    title: 'Choose who signs in',
    body: html`<h1>Who are you?</h1>
      <p>This identity provider is local and for trying out: choose one of these people. There is no password.</p>
      <form method="post" action="${action}">
        <ul>
          ${PEOPLE.map(personButton)}
        </ul>
        <button name="person" value="">Nobody: do not sign in</button>
      </form>`,
  });

const personButton = ({ sub, name, organization, premium }: Person) =>
  html`<li>
    <button name="person" value="${sub}">
      <strong>${name}</strong> (${premium ? 'premium' : 'free'} at first)<br />${organization}
    </button>
  </li>`;

/** Globus, too, shows a link back and does not return by itself; only the app's own address is linked. */
function signedOut({ query }: Context, { clientId, webUrl }: { clientId: string; webUrl: string }): string {
  const [id, back] = [String(query['client_id'] ?? ''), String(query['redirect_uri'] ?? '')];
  const ours = id === clientId && URL.canParse(back) && new URL(back).origin === new URL(webUrl).origin;
  const link = html`<p>
    <a href="${ours ? back : webUrl}">Continue to ${String(query['redirect_name'] ?? 'the app')}</a>
  </p>`;
  return page({
    title: 'Signed out',
    body: html`<h1>You are signed out</h1>
      ${link}`,
  });
}
