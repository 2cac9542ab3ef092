// telemetry/log.ts — the log of a process: JSON, a line each, on standard output, alike in all of them.
import { pino, stdSerializers, type Logger } from 'pino';

/** What every line of this process may know beside its own fields, such as the trace it belongs to. */
export type Surrounding = () => Record<string, unknown>;

/** Fields are ids and numbers: request_id, job_id, workflow_id, user_id; never an address, a file name, a token. */
export function openLog(process: string, level: string, surrounding: Surrounding = () => ({})): Logger {
  return pino({
    level,
    base: { process, pid: globalThis.process.pid },
    mixin: surrounding,
    serializers: { err: errorLine },
  });
}

/** Kind, message and stack. What other systems write into their errors is theirs: mail servers name recipients. */
function errorLine(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = stdSerializers.err(error);
  return { type, message: withoutPersons(message), stack: withoutPersons(stack) };
}

/** Without what looks like a mail address, and without the query of an address, which may hold a signature. */
export function withoutPersons(text: string): string {
  return text
    .replaceAll(/[^\s<>"'(]+@[^\s<>"')]+\.[^\s<>"')]+/g, '[address]')
    .replaceAll(/(https?:\/\/[^\s?]+)\?\S+/g, '$1?[query]');
}
