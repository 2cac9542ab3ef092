// cli/operators/doctor.ts — `gas doctor`: is everything there that the service stands on, and what to do where it is not.
import { InvalidArgumentError, Option, type Command } from 'commander';
import { AREAS, type Area } from '../../domain/checkup.ts';
import { answer } from '../answer.ts';
import { examine, type Finding } from './checkup.ts';
import { operatorCommand, type Cli, type Options } from './operator.ts';
import { columns, count } from './words.ts';

interface DoctorOptions extends Options {
  only?: Area[];
  seconds: number;
}

const SECONDS = 20;

export function doctorCommand(cli: Cli): Command {
  const description = 'check settings, connections, rights, clocks, genome and disk; say what to do about each problem';
  const only = new Option('--only <areas...>', 'check these alone').choices(AREAS);
  return operatorCommand('doctor', { description, acts: false })
    .addOption(only)
    .option('--seconds <count>', 'how long each check may take', seconds, SECONDS)
    .action((options: DoctorOptions) => consult(cli, options));
}

async function consult(cli: Cli, options: DoctorOptions): Promise<void> {
  const { stack, only, seconds: limit } = options;
  await answer(cli, options, async () => {
    const checkup = await cli.checks({ stack });
    try {
      const asked = checkup.checks.filter(({ area }) => !only || only.includes(area));
      const findings = await examine(asked, limit * 1000);
      const problems = findings.filter(({ ok }) => !ok).length;
      const json = { ok: problems === 0, problems, findings };
      return { text: textOf(findings, problems), json, exitCode: problems === 0 ? 0 : 1 };
    } finally {
      checkup.close();
    }
  });
}

function textOf(findings: readonly Finding[], problems: number): string {
  const lines = columns(
    findings.map(({ ok, area, subject, detail }) => [ok ? 'ok' : 'PROBLEM', area, subject, detail]),
  );
  // What is to be done about several in a row is said once, after the last of them.
  const said = findings.flatMap(({ advice }, at) => {
    const last = findings[at + 1]?.advice !== advice;
    return [lines[at]!, ...(advice && last ? [`           -> ${advice}`] : [])];
  });
  const end = problems === 0 ? 'nothing is amiss' : count(problems, 'problem');
  return [...said, '', `${count(findings.length, 'line')}: ${end}.`].join('\n');
}

function seconds(given: string): number {
  if (/^[1-9]\d{0,2}$/.test(given)) return Number(given);
  throw new InvalidArgumentError('It must be a whole number of seconds, 1 to 999.');
}
