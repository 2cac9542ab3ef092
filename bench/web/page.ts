// bench/web/page.ts — what one page of a list costs in requests to AWS, for people with few and with many jobs.
import { ratio } from '../archive/figures.ts';
import { wireLog } from '../archive/wire.ts';
import { load } from './load.ts';
import type { WebSession } from './session.ts';

/** The numbers of jobs; a page has 50. */
const JOBS = [1, 50, 300];

export async function pageBench({ people, withWeb, stack, folder }: WebSession): Promise<void> {
  const hosts = () => ({ glacier: new URL(stack.urls.glacier).host, s3: '' });
  const wire = wireLog(folder, hosts);
  const costs = await withWeb(
    async ({ url }) => {
      const each: number[] = [];
      for (const jobs of JOBS) {
        const [person] = await people(1, jobs);
        const ask = () => ({ path: '/api/jobs?limit=50', headers: person!.headers });
        await load(url, [ask], 0); // the use of the token is noted at its first
        await wire.clear();
        await load(url, [ask], 0);
        each.push((await wire.sent()).length);
      }
      return each;
    },
    { NODE_OPTIONS: wire.nodeOptions },
  );
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  const meaning = `requests for a page of 50 where there are ${JOBS.join(', ')} jobs: ${costs.join(', ')}; least by most`;
  ratio('web-page-requests', least / most, { goal: 1, meaning });
}
