// chaos/people.ts — the people of a run: each uses the web API alone.
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Refused, type Client } from '../local/client.ts';
import type { Person } from '../local/people.ts';
import { createAsker, patiently } from './asker.ts';
import type { EventLog } from './events.ts';
import { createPlanChanges, type PlanChanges } from './plan-changes.ts';

const SOON_MS = 20_000;
const AGAIN_MS = 500;

export interface Actor {
  readonly person: Person;
  readonly plan: PlanChanges;
  /** What was accepted of this person, in order. */
  readonly jobs: readonly string[];
  client(): Promise<Client>;
  signIn(): Promise<boolean>;
  submit(fileName: string, bytes: Buffer, doubled: boolean): Promise<string | undefined>;
  cancel(jobId: string): Promise<void>;
  retry(jobId: string): Promise<void>;
  remove(jobId: string): Promise<boolean>;
  closeAccount(): Promise<void>;
  closed(): boolean;
  download(jobId: string): Promise<void>;
  /** The status with which a look at any job is answered. */
  look(jobId: string): Promise<number>;
}

export interface ActorOptions {
  person: Person;
  webUrl: string;
  log: EventLog;
}

export function createActor({ person, webUrl, log }: ActorOptions): Actor {
  const asker = createAsker({ user: person.sub, webUrl, log });
  const jobs: string[] = [];
  const client = () => asker.client();

  return {
    person,
    plan: createPlanChanges(asker, log),
    jobs,
    client,
    closed: () => asker.closed(),
    async signIn() {
      asker.forget();
      return (await asker.act({ act: 'sign-in' }, async () => true)) ?? false;
    },
    async submit(fileName, bytes, doubled) {
      const jobId = await patiently(async () => (await client()).upload(fileName, bytes)).catch(() => undefined);
      if (!jobId || asker.closed()) return undefined;
      const once = () => asker.act({ act: 'submit', jobId }, (by) => by.submit(jobId, fileName));
      const views = await Promise.all(doubled ? [once(), once()] : [once()]);
      if (views.every((view) => view === undefined)) return undefined;
      jobs.push(jobId);
      return jobId;
    },
    async cancel(jobId) {
      await asker.act({ act: 'cancel', jobId }, (by) => by.cancel(jobId));
    },
    async retry(jobId) {
      await asker.send({ act: 'retry', jobId }, { path: `/api/jobs/${jobId}/retry`, method: 'POST' });
    },
    async remove(jobId) {
      const status = await asker.send({ act: 'delete', jobId }, { path: `/api/jobs/${jobId}`, method: 'DELETE' });
      return status !== undefined;
    },
    async closeAccount() {
      const order = { path: '/api/profile', method: 'DELETE', body: { confirm: person.sub } };
      const asked = asker.send({ act: 'close-account' }, order);
      asker.close(); // whatever becomes of the answer
      await asked;
    },
    async download(jobId) {
      const bytes = await soon(async () => (await client()).download(jobId, 'result'));
      if (!bytes) return;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      log.write('acknowledged', { act: 'download', user: person.sub, jobId, sha256 });
    },
    look: (jobId) => patiently(async () => statusOf((await client()).call(`/api/jobs/${jobId}`))).catch(() => 0),
  };
}

/** What can be had within a while; a job that is not ready, or in the vault, is asked again. */
async function soon<T>(ask: () => Promise<T>): Promise<T | undefined> {
  for (const limit = Date.now() + SOON_MS; Date.now() < limit; await pause(AGAIN_MS)) {
    const answer = await ask().catch(() => undefined);
    if (answer) return answer;
  }
  return undefined;
}

async function statusOf(call: Promise<Response>): Promise<number> {
  const answer = await call;
  await answer.body?.cancel();
  if (answer.status >= 500) throw new Refused(answer.status, '');
  return answer.status;
}
