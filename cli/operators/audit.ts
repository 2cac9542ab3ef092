// cli/operators/audit.ts — `gas audit ID`: who did what to a job or a user, kept when the data itself is gone.
import { isoTime } from '../../domain/iso-time.ts';
import { type Command, InvalidArgumentError } from 'commander';
import { jobSubject, userSubject } from '../../domain/audit.ts';
import { USER_ID } from '../../domain/job.ts';
import { auditLines } from './inspection-text.ts';
import { type Cli, operate, operatorCommand, type Options, SERVICE } from './operator.ts';

export function auditCommand(cli: Cli): Command {
  const description = `show who did what: to a job, to a user, or to everything at once (the id "${SERVICE}")`;
  return operatorCommand('audit', { description, acts: false })
    .argument('<id>', `a job id, a user id, or ${SERVICE}`, anyId)
    .action((id: string, options: Options) =>
      operate(cli, options, async ({ audit }) => {
        // A job's id is a user's too by its form: both are asked.
        const subjects = [jobSubject(id), userSubject(id), ...(id === SERVICE ? [SERVICE] : [])];
        const found = await Promise.all(subjects.map((subject) => audit.of(subject)));
        const entries = found.flat().toSorted((a, b) => a.at - b.at);
        return {
          text: entries.length === 0 ? `Nothing is recorded about ${id}.` : auditLines(entries).join('\n'),
          json: { entries: entries.map((entry) => ({ ...entry, at: isoTime(entry.at) })) },
        };
      }),
    );
}

function anyId(given: string): string {
  if (USER_ID.test(given)) return given;
  throw new InvalidArgumentError('It must be a job id or a user id: 1 to 64 letters, digits and hyphens.');
}
