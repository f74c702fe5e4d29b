import type { Nanos } from '@tracewright/schema';
import { firstTokenUs } from './first-token.ts';
import type { SpanColumns, TraceRow } from './span-store.ts';
import { billOf, isCall } from './trace-bill.ts';
import { traceTime } from './trace-length.ts';

/**
 * Sums up a trace. Each span id is in `spans` at most once; their order does not matter.
 *
 * @throws RangeError if there are no spans: such a trace does not exist.
 */
export function summarise(traceId: string, experimentId: string, spans: readonly SpanColumns[]): TraceRow {
  const first = spans[0];
  if (first === undefined) throw new RangeError('a trace has at least one span');
  let head = first;
  let endNs: Nanos = first.endNs;
  let startNs: Nanos = first.startNs;
  let llmCount = 0;
  let errorCount = 0;
  for (const span of spans) {
    if (span !== head && leads(span, head)) head = span;
    if (span.startNs < startNs) startNs = span.startNs;
    if (span.endNs > endNs) endNs = span.endNs;
    if (span.kind === 'llm') llmCount++;
    if (span.statusCode === 2) errorCount++;
  }
  const time = traceTime(spans, head, startNs, endNs);
  return {
    traceId,
    experimentId,
    rootSpanId: head.spanId,
    hasRoot: head.parentSpanId === '',
    name: head.name,
    preview: head.preview || earliest(spans, 'preview'),
    service: head.service || earliest(spans, 'service'),
    sessionId: head.sessionId || earliest(spans, 'sessionId'),
    userId: head.userId || earliest(spans, 'userId'),
    runId: head.runId || earliest(spans, 'runId'),
    startNs,
    endNs,
    durationUs: time.lengthUs,
    ttftUs: firstTokenUs(spans, startNs, time),
    status: statusOf(head),
    spanCount: spans.length,
    llmCount,
    errorCount,
    ...billOf(spans),
    models: modelsOf(spans),
  };
}

/** A root comes before any other span, then the earlier start, then the smaller id. */
function leads(a: SpanColumns, b: SpanColumns): boolean {
  const isRoot = a.parentSpanId === '';
  if (isRoot !== (b.parentSpanId === '')) return isRoot;
  return isEarlier(a, b);
}

function isEarlier(a: SpanColumns, b: SpanColumns): boolean {
  return a.startNs < b.startNs || (a.startNs === b.startNs && a.spanId < b.spanId);
}

function statusOf(span: SpanColumns): TraceRow['status'] {
  if (span.isPending) return 'running';
  return span.statusCode === 2 ? 'error' : span.statusCode === 1 ? 'ok' : 'unset';
}

type TextField = 'preview' | 'service' | 'sessionId' | 'userId' | 'runId';

/** The text of the earliest span that has one, of the smaller id where several begin at once. */
function earliest(spans: readonly SpanColumns[], field: TextField): string {
  let found: SpanColumns | undefined;
  for (const span of spans) if (span[field] !== '' && (found === undefined || isEarlier(span, found))) found = span;
  return found === undefined ? '' : found[field];
}

interface ModelCount {
  readonly model: string;
  isLlm: boolean;
  calls: number;
  startNs: Nanos;
}

/** Distinct models, those that answer first, then the most called, then in order of start. Calls name them; other spans only if no call does. */
function modelsOf(spans: readonly SpanColumns[]): readonly string[] {
  const counts = countModels(spans, true);
  const named = counts.length > 0 ? counts : countModels(spans, false);
  if (named.length > 1) named.sort(byCalls);
  return named.map(({ model }) => model);
}

function countModels(spans: readonly SpanColumns[], onlyCalls: boolean): ModelCount[] {
  const counts: ModelCount[] = [];
  for (const span of spans) {
    if (span.model === '' || (onlyCalls && !isCall(span))) continue;
    // A trace has few models: a list is faster than an index.
    const count = counts.find(({ model }) => model === span.model);
    if (count === undefined)
      counts.push({ model: span.model, isLlm: span.kind === 'llm', calls: 1, startNs: span.startNs });
    else {
      if (span.kind === 'llm') count.isLlm = true;
      count.calls++;
      if (span.startNs < count.startNs) count.startNs = span.startNs;
    }
  }
  return counts;
}

/** A trace is told by the models that answer in it before those that only embed, however often it asks them. */
function byCalls(a: ModelCount, b: ModelCount): number {
  if (a.isLlm !== b.isLlm) return a.isLlm ? -1 : 1;
  if (a.calls !== b.calls) return b.calls - a.calls;
  if (a.startNs !== b.startNs) return a.startNs < b.startNs ? -1 : 1;
  return a.model < b.model ? -1 : 1;
}
