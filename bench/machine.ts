// bench/machine.ts — where and when figures were measured, in one line.
import { cpus, loadavg, totalmem } from 'node:os';

/** Date, processors, memory, load, and the command. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  const load = loadavg().map((one) => one.toFixed(1)).join(' '); // prettier-ignore
  const command = `npm run bench -- ${process.argv.slice(2).join(' ')}`;
  return `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model}, ${memory} GiB, ${process.platform}, load at the end ${load}: \`${command}\``;
}
