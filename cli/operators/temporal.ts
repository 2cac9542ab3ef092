// cli/operators/temporal.ts — `gas temporal setup|builds|deploy|rollback`: the namespace, and which workers get its work.
import { Command, InvalidArgumentError } from 'commander';
import type { Deployments, Routing } from '../../temporal/deployments.ts';
import type { SetupStep } from '../../temporal/namespace-setup.ts';
import { answer, type Answer } from '../answer.ts';
import { audited, type Cli, operatorCommand, type Operator, type Options } from './operator.ts';

export interface TemporalDoors {
  prepare: () => Promise<SetupStep[]>;
  deployments: Deployments;
  audit: Pick<Operator['audit'], 'record'>;
}

export type TemporalTerminal = Pick<Cli, 'out' | 'say' | 'exitWith' | 'userName' | 'now'>;

type Open = (which: { stack: boolean | undefined }) => Promise<TemporalDoors>;
export function temporalCommand(open: Open, terminal: TemporalTerminal): Command {
  const attempt = (work: (doors: TemporalDoors) => Promise<Answer>) => (options: Options) =>
    answer(terminal, options, async () => work(await open({ stack: options.stack })));
  const temporal = new Command('temporal').description(
    'prepare the namespace; deploy versions of workers, and roll them back',
  );
  temporal.addCommand(
    subcommand(
      'setup',
      'prepare the namespace: retention, search attributes, schedule (exit code 1: something is left to do)',
    ).action(attempt(setup)),
  );
  temporal.addCommand(subcommand('builds', 'show which build of the workers gets work').action(attempt(builds)));
  temporal.addCommand(
    subcommand('deploy', 'hand new work to a build of the workers', { acts: true })
      .argument('<build>', 'its GAS_BUILD_ID')
      .option('--ramp <percent>', 'so much of it only', percentage)
      .action((build: string, options: Options & { ramp?: number }) =>
        attempt(async ({ deployments, audit }) => {
          const detail = `build ${build}, ${options.ramp ?? 100} % of new work`;
          await audited(terminal, { audit }, { as: options.as, action: 'operator-deploy', detail });
          return deploy(deployments, build, options.ramp);
        })(options),
      ),
  );
  temporal.addCommand(
    subcommand('rollback', 'hand work back to the build before; what has passed a patch of the newer one ends there', {
      acts: true,
    })
      .option('--to <build>', 'the build to go back to, where none is being ramped')
      .action((options: Options & { to?: string }) =>
        attempt(async ({ deployments, audit }) => {
          const detail = options.to ? `to build ${options.to}` : 'to the build before';
          await audited(terminal, { audit }, { as: options.as, action: 'operator-roll-back', detail });
          return rollBack(deployments, options.to);
        })(options),
      ),
  );
  return temporal;
}

function subcommand(name: string, description: string, { acts } = { acts: false }): Command {
  return operatorCommand(name, { description, acts });
}

async function setup({ prepare }: TemporalDoors): Promise<Answer> {
  const steps = await prepare();
  const isLeft = steps.some(({ outcome }) => outcome === 'to-do');
  const text = steps.map(({ outcome, sentence }) => `${outcome.padEnd(5)}  ${sentence}`).join('\n');
  return { text, json: { steps }, exitCode: isLeft ? 1 : 0 };
}

async function builds({ deployments }: TemporalDoors): Promise<Answer> {
  const routing = await deployments.routing();
  const { current = null, ramping = null, builds: known } = routing;
  const text = known.map((build) => `${build}  ${roleOf(build, routing)}`.trimEnd()).join('\n');
  return {
    text: text || 'No build has polled yet.',
    json: { current, ramping: ramping && { build_id: ramping.buildId, percent: ramping.percent }, builds: known },
  };
}

function roleOf(build: string, { current, ramping }: Routing): string {
  if (build === current) return 'gets new work';
  return build === ramping?.buildId ? `gets ${ramping.percent} % of new work` : '';
}

async function deploy(deployments: Deployments, build: string, percent: number | undefined): Promise<Answer> {
  const { released } = await deployments.deploy(build, percent);
  const share = percent === undefined ? 'new work' : `${percent} % of new work`;
  const more = released > 0 ? ` ${released} workflows that a rollback had held back go on with it.` : '';
  return { text: `Build ${build} gets ${share}.${more}`, json: { build_id: build, percent: percent ?? 100, released } };
}

async function rollBack(deployments: Deployments, given: string | undefined): Promise<Answer> {
  const { from, to, kept } = await deployments.rollBack(given);
  const text =
    kept === 0
      ? `Build ${to} gets all work again; build ${from} keeps only the annotations that it began.`
      : `Build ${to} gets all work again; ${kept} workflows have passed a patch of build ${from} and end there: leave its workers running.`;
  return { text, json: { from, to, kept } };
}

function percentage(given: string): number {
  const percent = Number(given);
  if (given.trim() !== '' && percent >= 0 && percent <= 100) return percent;
  throw new InvalidArgumentError('It must be a percentage, 0 to 100.');
}
