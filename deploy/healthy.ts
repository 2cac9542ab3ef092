// deploy/healthy.ts — asks the process of this container how it is: `healthy live`, or `healthy ready`; exit 0 if it is well.
// The image has no curl. A container runs one of our processes: whichever answers is meant.
import { readConfig } from '../config.ts';

const question = process.argv[2] === 'ready' ? 'ready' : 'live';
const { web, bridge, worker } = readConfig();
const answers = await Promise.allSettled(
  [web.internal.port, bridge.port, worker.port].map((port) =>
    fetch(`http://127.0.0.1:${port}/health/${question}`, { signal: AbortSignal.timeout(5000) }),
  ),
);
const answered = answers.find((answer) => answer.status === 'fulfilled')?.value;
const said = answered ? `${answered.status} ${(await answered.text()).slice(0, 500)}` : 'nothing answers';
console.log(`${question}: ${said}`);
process.exitCode = answered?.ok ? 0 : 1;
