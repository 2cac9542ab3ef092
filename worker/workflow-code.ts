// worker/workflow-code.ts — the bundle that a worker loads: as set-up wrote it, but for what it has to know of this worker.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BundlerPlugin, WorkflowBundleOption } from '@temporalio/worker';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** The words in workflows/worker-facts.ts, and as long ones in their place, so that the source map still fits. */
const WORDS = {
  sealed: ['gas-failures:public', 'gas-failures:sealed'],
  versioned: ['gas-versions:none', 'gas-versions:have'],
} as const;

/** The file that worker/bundle.ts wrote; or the workflows, to be bundled with what plugins add. */
type WorkflowSource = { codePath: string } | { workflowsPath: string; plugins: BundlerPlugin[] };

/** `sealed`: failures are payloads, for a codec to encrypt; `versioned`: annotateJob stays where it began. */
export async function workflowCode(
  source: WorkflowSource,
  facts: Readonly<Record<keyof typeof WORDS, boolean>>,
): Promise<WorkflowBundleOption> {
  const told = (Object.keys(WORDS) as (keyof typeof WORDS)[]).filter((fact) => facts[fact]);
  if (told.length === 0 && 'codePath' in source) return source;
  let code = await codeOf(source);
  for (const [from, to] of told.map((fact) => WORDS[fact])) {
    const parts = code.split(from);
    if (parts.length !== 2)
      throw new Error(
        `The bundle of the workflows is too old for these settings: node worker/bundle.ts makes it anew.`,
      );
    code = parts.join(to);
  }
  return { code };
}

async function codeOf(source: WorkflowSource): Promise<string> {
  if ('codePath' in source) return readFile(source.codePath, 'utf8');
  const failureConverterPath = fileURLToPath(new URL('../workflows/failures.ts', import.meta.url));
  // What the bundler tells of a bundle that is well would stand in the log as lines of another form.
  const logger = new DefaultLogger('WARN');
  return (await bundleWorkflowCode({ ...source, failureConverterPath, logger })).code;
}
