import type { Attributes, Context } from '@opentelemetry/api';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { CONTEXT_KEY, TRACEWRIGHT } from '@tracewright/schema';
import { attributeSource } from './span/attribute-source.ts';

/**
 * Puts what the context hands down, such as a session, on spans that the app makes through `@opentelemetry/api`. Our own
 * steps have it from their start.
 */
export class InheritedAttributes implements SpanProcessor {
  onStart(span: Span, parent: Context): void {
    const source = attributeSource(span);
    if (source.attribute(TRACEWRIGHT.spanKind) !== undefined) return;
    const inherited = parent.getValue(CONTEXT_KEY.inherited) as Attributes | undefined;
    for (const name in inherited) {
      const value = inherited[name];
      if (value !== undefined && source.attribute(name) === undefined) span.setAttribute(name, value);
    }
    const runId = parent.getValue(CONTEXT_KEY.trackingRun) as string | undefined;
    if (runId !== undefined) span.setAttribute(TRACEWRIGHT.runId, runId);
  }

  onEnd(): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
