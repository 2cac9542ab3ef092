// test/pages/support/a-site.ts — the web application over ports in memory, with the built pages, and a user with a past.
import { join } from 'node:path';
import type { JobRecord } from '../../../domain/job.ts';
import { ROOT } from '../../../local/environment.ts';
import { aCompletedJob, anArchivedJob, hours, minutes } from '../../support/builders.ts';
import { type AWeb, aWeb } from '../../web/support/a-web.ts';
import { aVisitor, type Visitor } from './visitor.ts';
import type { Browser } from 'playwright-core';

export interface Site extends AWeb {
  /** Somebody who is signed in, in a browser of their own. */
  visit(browser: Browser, userId?: string): Promise<Visitor>;
}

export async function aSite(...[settings, ports]: Parameters<typeof aWeb>): Promise<Site> {
  const limits = { freeInputBytes: 150 * 1024, premiumInputBytes: 5 * 1024 ** 3 };
  const ours = { spaFolder: join(ROOT, 'dist/spa'), limits, sessionIdleMs: hours(1), sessionLifeMs: hours(9) };
  const web = await aWeb({ ...ours, ...settings }, ports);
  return {
    ...web,
    async visit(browser, userId) {
      const visitor = await aVisitor(browser, web.url);
      if (!userId) return visitor;
      await visitor.page.goto('/auth/login?return_to=/annotations');
      await visitor.page.goto(`/auth/callback?code=${userId}`);
      await visitor.page.locator('h1').first().waitFor();
      visitor.complaints(); // of the stand-in for the identity provider, which is no page
      return visitor;
    },
  };
}

/** A job in every state, the newest first. */
export function aPast(site: Pick<Site, 'row'>, userId: string): Record<string, JobRecord> {
  const now = Date.now();
  const at = (minutesAgo: number) => ({ userId, submittedAt: now - minutes(minutesAgo) });
  const ended = (minutesAgo: number) => ({
    ...at(minutesAgo),
    completedAt: now - minutes(minutesAgo - 1),
    timeline: timeline(now - minutes(minutesAgo)),
  });
  const size = { bytes: 48_213, records: 2604, treeHash: '4be1cd7c'.repeat(8) };
  const completed = (fields: Partial<JobRecord>) => {
    const job = aCompletedJob({ userId });
    return { ...job, result: { ...job.result!, ...size }, inputFileName: 'family-12.chrM.vcf.gz', ...fields };
  };
  const archived = (fields: Partial<JobRecord>) => {
    const job = anArchivedJob({ userId });
    return { ...job, result: { ...job.result!, ...size }, inputFileName: 'cohort-a.vcf.gz', ...fields };
  };
  return {
    running: site.row({
      ...at(1),
      status: 'RUNNING',
      inputFileName: 'trio-7.vcf',
      timeline: timeline(now - minutes(1), 2),
    }),
    pending: site.row({ ...at(2), inputFileName: 'trio-8.vcf', timeline: timeline(now - minutes(2), 1) }),
    ready: site.row(completed({ ...ended(3), name: 'Family 12, mother and child' })),
    archived: site.row(archived({ ...ended(60), name: 'Cohort A, first batch' })),
    restoring: site.row(
      archived({
        ...ended(90),
        archiveStatus: 'RESTORING',
        restore: {
          tier: 'Standard',
          reason: 'no capacity for Expedited just now',
          startedAt: now - minutes(20),
          expectedAt: now + hours(4),
        },
      }),
    ),
    failed: site.row({
      ...ended(120),
      status: 'FAILED',
      inputFileName: 'panel.vcf',
      failure: 'Line 41: POS is not a number: "16,569".',
      log: { bucket: 'results', key: `gas/${userId}/failed.log` },
    }),
    cancelled: site.row({ ...at(180), status: 'CANCELLED', inputFileName: 'wrong-file.vcf' }),
  };
}

function timeline(from: number, length = 3): JobRecord['timeline'] {
  const events = ['submitted', 'annotating', 'completed'] as const;
  return events.slice(0, length).map((event, index) => ({ at: from + index * 20_000, event }));
}
