// test/support/stack.ts — the embedded stack for tests: free ports, a folder of its own, gone afterwards.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack, type Stack, type StackOptions } from '../../local/start-stack.ts';

/** Starts a stack in a temporary folder; `stop` also removes the folder. */
export async function aStack(options: Partial<StackOptions> = {}): Promise<Stack & { folder: string }> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'gas-stack-')));
  const remove = () => (options.folder ? undefined : rm(folder, { recursive: true, force: true }));
  try {
    const stack = await startStack({ ports: 'free', ...options, folder });
    const stop = async () => {
      await stack.stop();
      await remove();
    };
    return { ...stack, folder, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}
