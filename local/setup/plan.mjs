// local/setup/plan.mjs — what set-up makes, and from what; everything else about it is in steps.mjs.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandEnvironment, lockedNode, nodeArguments } from './launch.mjs';
import { buildVenv, findPython } from './python.mjs';
import { run } from './steps.mjs';

/** Two waves of steps for the project at `root`, each run side by side: what is fetched, then what is made of it. */
export function plan(root, records) {
  const at = (path) => join(root, path);
  const options = { cwd: root, records };
  const script = (...words) => {
    const node = lockedNode(root);
    return run(node, nodeArguments(root, words), { ...options, env: commandEnvironment(root, node) });
  };
  return [
    [npmPackages(at, options), pythonTools(at, options)],
    [genome(at, script), pages(at, script), workflowBundle(at, script)],
  ];
}

const machine = `${process.platform}-${process.arch}`;
/** bcftools where none is named; config.ts has the same default. */
const BCFTOOLS = '.local/venv/bin/python local/genome/bcftools.py';
const LOCKED = ['package-lock.json', '.npmrc'];

/** What of package.json decides what npm installs: a new script, say, does not. */
function wanted(at) {
  const { dependencies, devDependencies, optionalDependencies, overrides, allowScripts } = JSON.parse(
    readFileSync(at('package.json'), 'utf8'),
  );
  return { dependencies, devDependencies, optionalDependencies, overrides, allowScripts };
}

const npmPackages = (at, options) => ({
  title: 'npm packages and Node 24',
  needs: [],
  inputs: LOCKED.map(at),
  facts: [machine, wanted(at)],
  makes: [at('node_modules')],
  stamp: at('node_modules/.set-up'), // npm ci wipes it first, whoever calls it
  run: () => run('npm', ['ci', '--no-audit', '--no-fund', '--include=optional', '--include=dev'], options),
});

const pythonTools = (at, options) => ({
  title: 'Python tools',
  needs: [],
  inputs: ['requirements.txt', 'local/setup/python.mjs'].map(at),
  facts: [machine, at(''), process.env.GAS_PYTHON ?? ''], // the programs of a venv name its folder: it can't be moved
  makes: [at('.local/venv/bin/python')],
  stamp: at('.local/venv/.set-up'),
  check: () => findPython(),
  run: () => buildVenv({ folder: at('.local/venv'), requirements: at('requirements.txt'), ...options }),
});

const genome = (at, script) => {
  const words = (process.env.GAS_BCFTOOLS || BCFTOOLS).trim().split(/\s+/);
  const bcftools = words.map((word) => (word.includes('/') ? resolve(at(''), word) : word));
  return {
    title: 'human mitochondrial genome',
    needs: [at('local/genome/prepare.ts')],
    inputs: ['local/genome', 'adapters/annotator', 'requirements.txt'].map(at),
    facts: [machine, bcftools],
    makes: [at('.local/genome')],
    stamp: at('.local/setup/genome'),
    run: () => {
      const options = ['--python', at('.local/venv/bin/python'), '--folder', at('.local/genome')];
      return script('local/genome/prepare.ts', ...options, ...bcftools.flatMap((word) => ['--bcftools', word]));
    },
  };
};

const pages = (at, script) => ({
  title: 'pages',
  needs: [at('web/spa/index.html')],
  inputs: ['web/spa', 'web/contract.ts', 'domain', 'vite.config.ts', ...LOCKED].map(at),
  facts: [],
  makes: [at('dist/spa/index.html')],
  stamp: at('dist/.set-up-spa'),
  run: () => script('vite', 'build', '--logLevel', 'warn'),
});

const workflowBundle = (at, script) => ({
  title: 'workflow bundle',
  needs: [at('worker/bundle.ts')],
  inputs: ['workflows', 'domain', 'worker/bundle.ts', ...LOCKED].map(at),
  facts: [],
  makes: [at('dist/workflows.js')],
  stamp: at('dist/.set-up-workflows'),
  run: () => script('worker/bundle.ts'),
});
