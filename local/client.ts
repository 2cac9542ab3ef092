// local/client.ts — a person at the service: signs in as a browser would, then uses the web API. For demo and journeys.
import type {
  AccountDeletion,
  DownloadLink,
  JobDeletion,
  JobPage,
  JobView,
  PlanChangeAccepted,
  ProfileView,
  StorageView,
  SummaryView,
  UploadForm,
} from '../web/contract.ts';
import type { Role } from '../domain/plan.ts';

export interface Client {
  profile(): Promise<ProfileView>;
  /** Uploads a file by the presigned form; answers the job's id, not submitted yet. */
  upload(fileName: string, bytes: Uint8Array): Promise<string>;
  submit(jobId: string, fileName: string): Promise<JobView>;
  job(jobId: string): Promise<JobView>;
  jobs(query?: string): Promise<JobPage>;
  log(jobId: string): Promise<string>;
  summary(jobId: string): Promise<SummaryView>;
  download(jobId: string, what: 'input' | 'result'): Promise<Uint8Array>;
  cancel(jobId: string): Promise<JobView>;
  changePlan(role: Role): Promise<PlanChangeAccepted>;
  /** Deletes a job; hidden at once, removed soon after. */
  deleteJob(jobId: string): Promise<JobDeletion>;
  /** Deletes the account with every job, and signs out everywhere. */
  closeAccount(): Promise<AccountDeletion>;
  storage(): Promise<StorageView>;
  /** One call of the API, for whatever has no method of its own. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** The person's cookies, for a program that asks in their name. */
  cookies(): string;
}

/** An answer of the API that is not what was asked for. */
export class Refused extends Error {
  override name = 'Refused';
  readonly status: number;
  constructor(status: number, body: string) {
    super(`${status}: ${body}`);
    this.status = status;
  }
}

/** Signs a demo person in (`sub` of local/people.ts) by walking the pages of the identity provider. */
export async function signIn(webUrl: string, person: string): Promise<Client> {
  const fetchWithCookies = cookieJar();
  const page = await follow(fetchWithCookies, new URL('/auth/login', webUrl));
  const action = /<form[^>]*action="([^"]+)"/.exec(page.body)?.[1];
  if (!action) throw new Error(`The identity provider showed no form at ${page.url.href}: ${page.body.slice(0, 300)}`);
  const form = { method: 'POST', body: new URLSearchParams({ person }) };
  const home = await follow(fetchWithCookies, new URL(action.replaceAll('&amp;', '&'), page.url), form);
  if (home.url.origin !== new URL(webUrl).origin) throw new Error(`Signing in ended at ${home.url.href}.`);
  return client(webUrl, fetchWithCookies);
}

function client(webUrl: string, fetchWithCookies: CookieJar): Client {
  const call: Client['call'] = (path, init = {}) =>
    fetchWithCookies(new URL(path, webUrl), { ...init, redirect: 'manual' });
  const get = <T>(path: string) => json<T>(call(path));
  const change = <T>(method: string, path: string, body: object) => {
    const headers = { 'content-type': 'application/json', origin: new URL(webUrl).origin };
    return json<T>(call(path, { method, headers, body: JSON.stringify(body) }));
  };
  const post = <T>(path: string, body: object) => change<T>('POST', path, body);
  const profile = () => get<ProfileView>('/api/profile');

  return {
    profile,
    async upload(fileName, bytes) {
      const { job_id, url, fields } = await post<UploadForm>('/api/uploads', {
        file_name: fileName,
        bytes: bytes.length,
      });
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', new Blob([new Uint8Array(bytes)]), fileName);
      await ok(fetch(url, { method: 'POST', body: form }));
      return job_id;
    },
    submit: (job_id, file_name) => post('/api/jobs', { job_id, file_name }),
    job: (jobId) => get(`/api/jobs/${jobId}`),
    jobs: (query = '') => get(`/api/jobs${query}`),
    summary: (jobId) => get(`/api/jobs/${jobId}/summary`),
    log: async (jobId) => (await ok(call(`/api/jobs/${jobId}/log`))).text(),
    async download(jobId, what) {
      const { url } = await get<DownloadLink>(`/api/jobs/${jobId}/${what}`);
      return new Uint8Array(await (await ok(fetch(url))).arrayBuffer());
    },
    cancel: (jobId) => post(`/api/jobs/${jobId}/cancel`, {}),
    changePlan: (role) => post('/api/plan', { role }),
    deleteJob: (jobId) => change('DELETE', `/api/jobs/${jobId}`, {}),
    closeAccount: async () => change('DELETE', '/api/profile', { confirm: (await profile()).user_id }),
    storage: () => get('/api/storage'),
    call,
    cookies: () => fetchWithCookies.cookies(),
  };
}

async function ok(pending: Promise<Response>): Promise<Response> {
  const response = await pending;
  if (!response.ok) throw new Refused(response.status, await response.text());
  return response;
}

async function json<T>(pending: Promise<Response>): Promise<T> {
  return (await (await ok(pending)).json()) as T;
}

type CookieJar = typeof fetch & { cookies: () => string };

/** A fetch that keeps cookies by name; all our addresses are one host, for which ports do not tell cookies apart. */
function cookieJar(): CookieJar {
  const cookies = new Map<string, string>();
  const inOneLine = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const asking: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('cookie', inOneLine());
    const response = await fetch(input, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  return Object.assign(asking, { cookies: inOneLine });
}

const REDIRECTS = 10;

async function follow(
  fetchWithCookies: typeof fetch,
  start: URL,
  init?: RequestInit,
): Promise<{ url: URL; body: string }> {
  let url = start;
  let request = init;
  for (let hop = 0; hop < REDIRECTS; hop++) {
    const response = await fetchWithCookies(url, request);
    const location = response.headers.get('location');
    if (!location) return { url, body: await response.text() };
    await response.body?.cancel();
    url = new URL(location, url);
    request = undefined;
  }
  throw new Error(`More than ${REDIRECTS} redirects from ${start.href}.`);
}
