// local/infra.ts — `npm run infra -- COMMAND`: the service on AWS as code (infra/). Its packages are installed at first use.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from './environment.ts';
import { installInfra } from './infra-tools.ts';

const INFRA = join(ROOT, 'infra');
const MADE = join(ROOT, '.local/infra');
const own = (...words: string[]) => [process.execPath, ...words];
const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);
const cdk = (...words: string[]) => own(join(INFRA, 'node_modules/.bin/cdk'), ...words);

const COMMANDS: Record<string, { does: string; steps: (words: string[]) => string[][] }> = {
  check: {
    does: 'types, lint, tests of the stacks, and cfn-lint on their templates',
    steps: () => [
      own(bin('oxfmt'), '-c', '../.oxfmtrc.json', '--check', '**/*.ts', '**/*.cjs'),
      own(bin('oxlint'), '--type-aware', '--quiet', '.'),
      own(bin('tsc'), '--noEmit', '-p', '.'),
      own(join(ROOT, 'node_modules/mocha/bin/mocha.js'), '--timeout', '300000', 'test/**/*.test.ts'),
      [
        join(MADE, 'venv/bin/cfn-lint'),
        '--non-zero-exit-code',
        'error',
        '--ignore-checks',
        'W3005', // the CDK writes dependencies out, needed or not
        '--',
        join(MADE, 'templates/*/*.template.json'),
      ],
    ],
  },
  synth: {
    does: 'writes the templates of the deployment in infra/cdk.context.json',
    steps: (words) => [cdk('synth', '--quiet', ...words)],
  },
  diff: { does: 'shows what a deployment would change', steps: (words) => [cdk('diff', ...words)] },
  deploy: { does: 'deploys: NAME-data first, then NAME-services', steps: (words) => [cdk('deploy', ...words)] },
  'user-data': {
    does: 'prints the user data of an instance for a process, such as worker-annotate',
    steps: (words) => [own('user-data/main.ts', ...words)],
  },
  cdk: { does: 'any other command of the CDK', steps: (words) => [cdk(...words)] },
};

async function run([program, ...args]: string[]): Promise<boolean> {
  const child = spawn(program!, args, { cwd: INFRA, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}

const [name = '', ...words] = process.argv.slice(2);
const command = COMMANDS[name];
if (command) {
  await installInfra();
  for (const step of command.steps(words)) if (!(await run(step))) process.exitCode = 1;
} else {
  const list = Object.entries(COMMANDS).map(([each, { does }]) => `  ${each.padEnd(11)}${does}`);
  console.log(`npm run infra -- COMMAND [OPTIONS]\n${list.join('\n')}`);
  process.exitCode = name === '' || name === '--help' ? 0 : 1;
}
