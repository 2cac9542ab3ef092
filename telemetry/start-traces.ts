// telemetry/start-traces.ts — OpenTelemetry, loaded only where somebody wants traces. Spans name workflows, jobs and routes.
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type ReadableSpan,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';
import { withoutPersons } from './log.ts';
import type { Traces } from './traces.ts';

/** How long the end of a process may wait for a collector that is away. */
const FLUSH_MS = 3000;

export function startTraces(process: string, endpoint: string): Traces {
  const resource = new Resource({ 'service.name': `gas-${process}`, 'service.namespace': 'gas' });
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const spanProcessor = discreet(new BatchSpanProcessor(exporter, { scheduledDelayMillis: 1000 }));
  const provider = new NodeTracerProvider({ resource, spanProcessors: [spanProcessor] });
  provider.register();
  const tracer = trace.getTracer('gas');

  return {
    plugin: new OpenTelemetryPlugin({ resource, spanProcessor }),
    fields() {
      const spanContext = trace.getActiveSpan()?.spanContext();
      return spanContext ? { trace_id: spanContext.traceId } : {};
    },
    span(traceparent, work) {
      // Of what strangers send, the trace alone: baggage would travel on into Temporal's histories.
      const parent = propagation.extract(context.active(), traceparent === undefined ? {} : { traceparent });
      return tracer.startActiveSpan('request', { kind: SpanKind.SERVER }, parent, async (span) => {
        try {
          return await work((name, attributes) => span.updateName(name).setAttributes(attributes));
        } catch (error) {
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      });
    },
    async flush() {
      const late = new Promise((resolve) => setTimeout(resolve, FLUSH_MS).unref());
      await Promise.race([provider.forceFlush().catch(() => undefined), late]);
    },
  };
}

/** What a span may tell. Those of workflows come with everything that Temporal knows, file names in memos included. */
const TOLD = /^(http\..+|gas\..+|temporal(Workflow|Activity|Update)Id|run_id|workflowId|runId|workflowType|taskQueue)$/;

/** Passes spans on without the attributes that are not ours to tell, and errors without the people they name. */
function discreet(processor: SpanProcessor): SpanProcessor {
  return {
    onStart: (span, parent) => processor.onStart(span, parent),
    onEnd: (span) => processor.onEnd(withoutDetails(span)),
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}

function withoutDetails(span: ReadableSpan): ReadableSpan {
  const { message } = span.status;
  return Object.create(span, {
    attributes: { value: Object.fromEntries(Object.entries(span.attributes).filter(([name]) => TOLD.test(name))) },
    events: { value: span.events.map(({ name, time }) => ({ name, time })) },
    status: { value: { code: span.status.code, ...(message ? { message: withoutPersons(message) } : {}) } },
  }) as ReadableSpan;
}
