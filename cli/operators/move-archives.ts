// cli/operators/move-archives.ts — `gas move-archives --to STORE`: moves every archived result from one archive to another.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ARCHIVE_STORES, type ArchiveStoreName } from '../../domain/archive.ts';
import { audited, type Cli, operate, operatorCommand, type Options } from './operator.ts';

interface MoveOptions extends Options {
  to: ArchiveStoreName;
  perMinute?: number;
}

export function moveArchivesCommand(cli: Cli): Command {
  const description = 'move every archived result to another kind of archive, verified, a few at a time';
  const to = new Option('--to <store>', 'where they go').choices(ARCHIVE_STORES).makeOptionMandatory();
  return operatorCommand('move-archives', { description, acts: true })
    .addOption(to)
    .option('--per-minute <count>', 'how many results are begun in a minute at most', wholeNumber)
    .action(({ to: store, perMinute, ...options }: MoveOptions) =>
      operate(cli, options, async (operator) => {
        const detail = `to ${store}${perMinute === undefined ? '' : `, ${perMinute} a minute`}`;
        await audited(cli, operator, { as: options.as, action: 'operator-move-archives', detail });
        const started = await operator.starters.moveArchives({ to: store, ...(perMinute ? { perMinute } : {}) });
        return { text: JSON.stringify(started), json: started };
      }),
    );
}

function wholeNumber(given: string): number {
  if (/^[1-9]\d{0,5}$/.test(given)) return Number(given);
  throw new InvalidArgumentError('It must be a whole number above 0.');
}
