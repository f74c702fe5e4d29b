import type { Nanos } from '@tracewright/schema';
import { offsetUs } from './offset-us.ts';
import type { SpanColumns } from './span-store.ts';
import type { TraceTime } from './trace-length.ts';

/**
 * From the beginning of a trace's time to the first token of any model call, microseconds; -1 where none came within
 * it: nobody who waited for the trace saw one. The trace's page shows the same figure.
 *
 * @param startNs First start of all spans.
 */
export function firstTokenUs(spans: readonly SpanColumns[], startNs: Nanos, { fromUs, lengthUs }: TraceTime): number {
  let firstUs = Number.POSITIVE_INFINITY;
  for (const span of spans) {
    if (span.ttftUs < 0) continue;
    const atUs = offsetUs(startNs, span.startNs) + span.ttftUs - fromUs;
    if (atUs >= 0 && atUs <= lengthUs && atUs < firstUs) firstUs = atUs;
  }
  return firstUs === Number.POSITIVE_INFINITY ? -1 : firstUs;
}
