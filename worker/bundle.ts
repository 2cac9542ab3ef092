// worker/bundle.ts — bundles the workflows once, at set-up: a worker then starts faster and in half the memory.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { readConfig } from '../config.ts';

const { bundle } = readConfig().worker;
const { code } = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
  failureConverterPath: fileURLToPath(new URL('../workflows/failures.ts', import.meta.url)),
});
await mkdir(dirname(bundle), { recursive: true });
await writeFile(`${bundle}.new`, code);
await rename(`${bundle}.new`, bundle);
