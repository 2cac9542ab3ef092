// test/replay/record.ts — `node test/replay/record.ts [NAME ...]` records the histories again, after the workflows changed.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { Stage } from '../model/stage.ts';
import { openStage } from '../model/stage.ts';
import { HISTORIES, write } from './histories.ts';
import { SCENES } from './scenes.ts';
import type { Kept } from './waiting.ts';

const wanted = process.argv.slice(2);
if (wanted.length === 0) await rm(HISTORIES, { recursive: true, force: true });
await mkdir(HISTORIES, { recursive: true });

for (const [name, scene] of Object.entries(SCENES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  // A stage for each: what a scene leaves waiting would stand in the way of the next one's time.
  const stage = await openStage();
  try {
    const history = await historyOf(stage, await scene(stage, await stage.aCast()));
    await writeFile(new URL(`${name}.json.gz`, HISTORIES), write(history));
    console.log(`${name.padEnd(40)} ${String(history.events!.length).padStart(4)} events`);
  } finally {
    await stage.close();
  }
}

async function historyOf(stage: Stage, { workflowId, first }: Kept) {
  if (!first) return stage.handle(workflowId).fetchHistory();
  let { runId } = (await stage.handle(workflowId).describe()) as { runId: string };
  for (;;) {
    const history = await stage.env.client.workflow.getHandle(workflowId, runId).fetchHistory();
    const before = history.events![0]!.workflowExecutionStartedEventAttributes!.continuedExecutionRunId;
    if (!before) return history;
    runId = before;
  }
}
