import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { TRACEWRIGHT } from '@tracewright/schema';
import type { SpanBatch } from './span-queue.ts';

/** The spans of a batch, with the number of spans lost before it in their resource. */
export function spansToSend({ spans, dropped }: SpanBatch): readonly ReadableSpan[] {
  const first = spans[0];
  if (dropped === 0 || first === undefined) return spans;
  // One resource for all: the exporter groups spans by its identity.
  const resource = first.resource.merge(resourceFromAttributes({ [TRACEWRIGHT.droppedSpans]: dropped }));
  return spans.map((span) => Object.create(span, { resource: { value: resource, enumerable: true } }) as ReadableSpan);
}
