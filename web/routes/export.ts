// web/routes/export.ts — a download of all that the service knows of one, but the files, which jobs have links to.
import { Readable } from 'node:stream';
import { mailPreferences } from '../../domain/notices.ts';
import type { Plan } from '../../domain/plan.ts';
import { ProfileExport } from '../contract.ts';
import { jobView, profileView } from '../job-view.ts';
import { webhookView } from '../webhook-view.ts';
import { signedIn } from '../middleware/access.ts';
import type { Services, WebRouter } from '../services.ts';

const JOBS_AT_ONCE = 100;

export function exportRoutes(router: WebRouter, services: Services): void {
  const { users, sessions, tokens, browsers, note, settings } = services;

  router.get('/api/profile/export', signedIn(sessions), async (ctx) => {
    const userId = ctx.state.user;
    const user = await users.get(userId);
    const about = ProfileExport.omit({ jobs: true }).parse({
      exported_at: new Date().toISOString(),
      profile: profileView({ userId, ...user }, settings),
      sessions: await browsers.list(ctx.state.session),
      tokens: await tokens.list(userId),
      preferences: { email: user.profile.email, mail: mailPreferences(user) },
      webhooks: (user.webhooks ?? []).map(webhookView),
      payment_customer: user.customerId,
    });
    await note('data-exported', userId);
    ctx.attachment(`genomics-annotation-${about.exported_at.slice(0, 10)}.json`);
    ctx.type = 'application/json; charset=utf-8';
    ctx.body = Readable.from(whole(about, jobsOf({ userId, plan: user.plan }, services)), { objectMode: false });
  });
}

/** A page of jobs at a time, written before the next is read: memory stays as it is, however many there are. */
async function* jobsOf({ userId, plan }: { userId: string; plan: Plan }, { jobs, settings }: Services) {
  let cursor: string | undefined;
  do {
    const page = await jobs.page({ userId, limit: JOBS_AT_ONCE, ...(cursor !== undefined && { cursor }) });
    for (const job of page.jobs) if (job.deletedAt === undefined) yield jobView(job, plan, settings);
    cursor = page.cursor;
  } while (cursor !== undefined);
}

async function* whole(about: object, jobs: AsyncIterable<object>): AsyncGenerator<string> {
  yield `${JSON.stringify(about).slice(0, -1)},"jobs":[`;
  let separator = '\n';
  for await (const job of jobs) {
    yield separator + JSON.stringify(job);
    separator = ',\n';
  }
  yield '\n]}\n';
}
