// telemetry/traces.ts — traces from the browser's request to the last step, where an endpoint is set; else nothing is loaded.
import type { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';
import type { Surrounding } from './log.ts';

export interface Traces {
  /** For clients and workers of Temporal: carries the trace through starts, signals, workflows and steps. */
  plugin: OpenTelemetryPlugin;
  /** The trace that a line of the log belongs to. */
  fields: Surrounding;
  /** Runs `work` as a span of the trace that `traceparent` names, or of a new one; `end` tells how it is called at last. */
  span<T>(
    traceparent: string | undefined,
    work: (end: (name: string, attributes: Attributes) => void) => Promise<T>,
  ): Promise<T>;
  /** Resolves when what has been measured is sent, or given up. */
  flush(): Promise<void>;
}

type Attributes = Record<string, string | number>;

/** `endpoint` takes OTLP over HTTP; spans go to `/v1/traces` under it. */
export async function openTraces(process: string, endpoint: string | undefined): Promise<Traces | undefined> {
  if (endpoint === undefined) return undefined;
  const { startTraces } = await import('./start-traces.ts');
  return startTraces(process, endpoint);
}
