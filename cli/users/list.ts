// cli/users/list.ts — `gas list`: one's jobs, searched, filtered and sorted as on the page.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { JOB_ORDERS } from '../../domain/job-list.ts';
import { PLACES } from '../../domain/storage.ts';
import { JOB_STATUSES } from '../../domain/job.ts';
import { JobPage, type JobView } from '../../web/contract.ts';
import type { Service } from './service.ts';
import { use, type UserCli, userCommand, type UserOptions } from './user.ts';
import { jobLines } from './words.ts';

interface ListOptions extends UserOptions {
  status?: string;
  place?: string;
  search?: string;
  sort?: string;
  cursor?: string;
  limit: number;
}

/** The longest page that the service gives. */
const PAGE = 100;

export function listCommand(cli: UserCli): Command {
  return userCommand('list', 'list your jobs at the service, newest first')
    .addOption(new Option('--status <status>', 'only these').choices(JOB_STATUSES))
    .addOption(new Option('--place <place>', 'only those whose result is there').choices(PLACES))
    .option('--search <text>', 'only those with this in their name or file name')
    .addOption(new Option('--sort <order>', 'in which order').choices(JOB_ORDERS))
    .option('--cursor <cursor>', 'go on behind an earlier list, by the cursor that it ended with')
    .option('--limit <jobs>', 'at most so many', wholeNumber, 25)
    .action((options: ListOptions) =>
      use(cli, options, async (service) => {
        const { jobs, cursor } = await firstJobs(service, options);
        if (cursor && !options.json) cli.say(`There may be more: --cursor ${cursor}`);
        return { text: jobLines(jobs), json: { jobs, ...(cursor && { cursor }) } };
      }),
    );
}

/** A page may be short, even empty, and there may be more all the same. */
async function firstJobs(service: Service, options: ListOptions): Promise<{ jobs: JobView[]; cursor?: string }> {
  const { status, place, search: q, sort, limit } = options;
  const jobs: JobView[] = [];
  let { cursor } = options;
  do {
    const query = new URLSearchParams({ limit: String(Math.min(PAGE, limit - jobs.length)) });
    for (const [name, value] of Object.entries({ status, place, q, sort, cursor })) if (value) query.set(name, value);
    const page: JobPage = await service.get(`/api/jobs?${query.toString()}`, JobPage);
    jobs.push(...page.jobs);
    ({ cursor } = page);
  } while (cursor && jobs.length < limit);
  return { jobs, ...(cursor && { cursor }) };
}

function wholeNumber(given: string): number {
  const number = Number(given);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It must be a whole number above 0.');
}
