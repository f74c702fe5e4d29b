import { type NanoUsd, STEP_KINDS, type TraceSkeleton, toUsd } from '@tracewright/schema';
import { offsetUs } from './offset-us.ts';
import { parentIndexes } from './parent-indexes.ts';
import type { SpanColumns } from './span-store.ts';

const RUNNING = 3;

/** What a skeleton is made of. */
export type SkeletonSpan = Pick<
  SpanColumns,
  | 'spanId'
  | 'parentSpanId'
  | 'fallbackParentSpanId'
  | 'name'
  | 'kind'
  | 'otelKind'
  | 'startNs'
  | 'endNs'
  | 'statusCode'
  | 'isPending'
  | 'service'
  | 'model'
  | 'ttftUs'
  | 'inputTokens'
  | 'outputTokens'
  | 'isStreamInput'
  | 'costNanoUsd'
>;

/**
 * Lays a trace out as parallel arrays. Start and end are rounded one by one, to the nearest microsecond from the
 * trace's start: rounding a length instead would let a child stick out of its parent.
 */
export function traceSkeleton(traceId: string, spans: readonly SkeletonSpan[]): TraceSkeleton {
  let first = spans[0]?.startNs ?? 0n;
  let last = first;
  for (const span of spans) {
    if (span.startNs < first) first = span.startNs;
    if (span.endNs > last) last = span.endNs;
  }
  const startUs = spans.map((span) => offsetUs(first, span.startNs));
  const names = new Dictionary();
  const models = new Dictionary();
  const services = new Dictionary();
  return {
    traceId,
    startNs: first.toString(),
    durationUs: offsetUs(first, last),
    spanCount: spans.length,
    spanId: spans.map((span) => span.spanId),
    parent: parentIndexes(spans),
    name: spans.map((span) => names.add(span.name)),
    kind: spans.map((span) => STEP_KINDS.indexOf(span.kind)),
    otelKind: spans.map((span) => span.otelKind),
    startUs,
    lengthUs: spans.map((span, index) => offsetUs(first, span.endNs) - (startUs[index] ?? 0)),
    ttftUs: spans.map((span) => span.ttftUs),
    streamInput: spans.map((span) => (span.isStreamInput ? 1 : 0)),
    inputTokens: spans.map((span) => span.inputTokens),
    outputTokens: spans.map((span) => span.outputTokens),
    costUsd: spans.map((span) => costUsd(span.costNanoUsd)),
    model: spans.map((span) => (span.model === '' ? -1 : models.add(span.model))),
    service: spans.map((span) => services.add(span.service)),
    status: spans.map((span) => (span.isPending ? RUNNING : span.statusCode)),
    names: names.texts,
    models: models.texts,
    services: services.texts,
  };
}

function costUsd(amount: NanoUsd | -1): number {
  return amount === -1 ? -1 : toUsd(amount);
}

/** Numbers texts in the order of their first appearance. */
class Dictionary {
  readonly texts: string[] = [];
  readonly #index = new Map<string, number>();

  add(text: string): number {
    const known = this.#index.get(text);
    if (known !== undefined) return known;
    this.#index.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}
