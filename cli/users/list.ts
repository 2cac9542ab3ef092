// cli/users/list.ts — `gas list`: one's jobs, newest first.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { JOB_STATUSES } from '../../domain/job.ts';
import { JobPage, type JobView } from '../../web/contract.ts';
import type { Service } from './service.ts';
import { use, type UserCli, userCommand, type UserOptions } from './user.ts';
import { jobLines } from './words.ts';

interface ListOptions extends UserOptions {
  status?: string;
  limit: number;
}

/** The longest page that the service gives. */
const PAGE = 100;

export function listCommand(cli: UserCli): Command {
  return userCommand('list', 'list your jobs at the service, newest first')
    .addOption(new Option('--status <status>', 'only these').choices(JOB_STATUSES))
    .option('--limit <jobs>', 'at most so many', wholeNumber, 25)
    .action((options: ListOptions) =>
      use(cli, options, async (service) => {
        const jobs = await firstJobs(service, options);
        return { text: jobLines(jobs), json: { jobs } };
      }),
    );
}

/** A page may be short, even empty, and there may be more all the same. */
async function firstJobs(service: Service, { status, limit }: ListOptions): Promise<JobView[]> {
  const jobs: JobView[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: String(Math.min(PAGE, limit - jobs.length)) });
    if (status) query.set('status', status);
    if (cursor) query.set('cursor', cursor);
    const page: JobPage = await service.get(`/api/jobs?${query.toString()}`, JobPage);
    jobs.push(...page.jobs);
    ({ cursor } = page);
  } while (cursor && jobs.length < limit);
  return jobs;
}

function wholeNumber(given: string): number {
  const number = Number(given);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It must be a whole number above 0.');
}
