// cli/operators/move-archives.ts — `gas move-archives --to STORE`: moves every archived result to another kind of archive.
import type { Answer } from '../answer.ts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ARCHIVE_STORES, type ArchiveStoreName } from '../../domain/archive.ts';
import type { MoveView } from '../../temporal/inspection.ts';
import { CliFailure } from '../failure.ts';
import { audited, type Cli, operate, type Operator, operatorCommand, type Options } from './operator.ts';
import { count } from './words.ts';

interface MoveOptions extends Options {
  to: ArchiveStoreName;
  perMinute?: number;
  follow?: boolean;
}

const LOOK_EVERY_MS = 5000;

export function moveArchivesCommand(cli: Cli): Command {
  const description =
    'move every archived result to the kind of archive that results go to now; called again, it tells how far that is';
  const to = new Option('--to <store>', 'where they go').choices(ARCHIVE_STORES).makeOptionMandatory();
  return operatorCommand('move-archives', { description, acts: true })
    .addOption(to)
    .option('--per-minute <count>', 'how many results are begun in a minute at most', wholeNumber)
    .option('--follow', 'stay until it has ended, which may take days; Ctrl-C does not stop it')
    .action(({ to: store, perMinute, follow = false, ...options }: MoveOptions) =>
      operate(cli, options, async (operator) => {
        assertCurrent(operator, store);
        const detail = `to ${store}${perMinute === undefined ? '' : `, ${perMinute} a minute`}`;
        await audited(cli, operator, { as: options.as, action: 'operator-move-archives', detail });
        const { workflowId, started } = await operator.starters.moveArchives({
          to: store,
          ...(perMinute === undefined ? {} : { perMinute }),
        });
        cli.say(`The workflow ${workflowId} ${started ? 'is started' : 'is at work already'}.`);
        const view = follow ? await ended(cli, operator, workflowId) : await operator.workflows.move(workflowId);
        return answer({ workflowId, started, view });
      }),
    );
}

/** A result that is moved goes to where all results go: workers must be set to that first. */
function assertCurrent({ archives }: Operator, store: ArchiveStoreName): void {
  if (archives.current === store) return;
  const message = `Results go to ${archives.current} now: set GAS_ARCHIVE=${store} for the workers and here, then move the rest.`;
  throw new CliFailure('settings', message);
}

async function ended(cli: Cli, { workflows }: Operator, workflowId: string): Promise<MoveView> {
  for (let told = ''; ; await cli.pause(LOOK_EVERY_MS)) {
    const view = await workflows.move(workflowId);
    if (view.status !== 'RUNNING') return view;
    if (words(view) !== told) cli.say((told = words(view)));
  }
}

function answer({ workflowId, started, view }: { workflowId: string; started: boolean; view: MoveView }): Answer {
  const { status, progress } = view;
  const well = status === 'RUNNING' || status === 'COMPLETED';
  return {
    text: `${status}: ${words(view)}`,
    json: { workflow_id: workflowId, started, status, ...progress },
    exitCode: well ? 0 : 1,
  };
}

function words({ progress }: MoveView): string {
  if (!progress) return 'how far it is, a worker would have to tell.';
  const { begun, elsewhere } = progress;
  return `${count(begun, 'move')} begun, ${count(elsewhere, 'result')} still elsewhere in this pass.`;
}

function wholeNumber(given: string): number {
  if (/^[1-9]\d{0,5}$/.test(given)) return Number(given);
  throw new InvalidArgumentError('It must be a whole number above 0.');
}
