import type { Nanos, NanoUsd } from '@tracewright/schema';
import type { SpanColumns, TraceRow } from './span-store.ts';
import { traceLengthUs } from './trace-length.ts';

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
    durationUs: traceLengthUs(spans, head, startNs, endNs),
    status: statusOf(head),
    spanCount: spans.length,
    llmCount,
    errorCount,
    ...bill(spans),
    models: modelsOf(spans),
  };
}

/** A root comes before any other span, then the earlier start, then the smaller id. */
function leads(a: SpanColumns, b: SpanColumns): boolean {
  const isRoot = a.parentSpanId === '';
  if (isRoot !== (b.parentSpanId === '')) return isRoot;
  return a.startNs < b.startNs || (a.startNs === b.startNs && a.spanId < b.spanId);
}

function statusOf(span: SpanColumns): TraceRow['status'] {
  if (span.isPending) return 'running';
  return span.statusCode === 2 ? 'error' : span.statusCode === 1 ? 'ok' : 'unset';
}

type TextField = 'preview' | 'service' | 'sessionId' | 'userId' | 'runId';

/** The text of the earliest span that has one. */
function earliest(spans: readonly SpanColumns[], field: TextField): string {
  let found: SpanColumns | undefined;
  for (const span of spans) {
    if (span[field] !== '' && (found === undefined || span.startNs < found.startNs)) found = span;
  }
  return found === undefined ? '' : found[field];
}

/** Spans that stand for a call; what agents and chains report are totals of these. */
function isCall(span: SpanColumns): boolean {
  return span.kind === 'llm' || span.kind === 'embedding' || span.kind === 'reranker';
}

function hasTokens(span: SpanColumns): boolean {
  return span.inputTokens >= 0 || span.outputTokens >= 0;
}

function hasCost(span: SpanColumns): boolean {
  return span.costNanoUsd >= 0;
}

type Bill = Pick<TraceRow, 'inputTokens' | 'outputTokens' | 'costNanoUsd' | 'isCostPartial' | 'isUsageEstimated'>;

function bill(spans: readonly SpanColumns[]): Bill {
  const calls = spans.filter((span) => isCall(span) && (hasTokens(span) || hasCost(span)));
  const mayRepeat = hasChildren(calls, spans);
  const repeatsTokens = mayRepeat ? repeated(calls, spans, hasTokens) : NONE;
  const repeatsCost = mayRepeat ? repeated(calls, spans, hasCost) : NONE;
  let inputTokens = -1;
  let outputTokens = -1;
  let cost = -1;
  let isCostPartial = false;
  let isUsageEstimated = false;
  for (const span of calls) {
    const countsTokens = hasTokens(span) && !repeatsTokens.has(span);
    const countsCost = hasCost(span) && !repeatsCost.has(span);
    if (countsTokens) {
      if (span.inputTokens >= 0) inputTokens = Math.max(inputTokens, 0) + span.inputTokens;
      if (span.outputTokens >= 0) outputTokens = Math.max(outputTokens, 0) + span.outputTokens;
      if (span.isUsageEstimated) isUsageEstimated = true;
    }
    if (countsCost) cost = Math.max(cost, 0) + span.costNanoUsd;
    if ((countsTokens || countsCost) && (span.isCostPartial || !hasCost(span))) isCostPartial = true;
  }
  return { inputTokens, outputTokens, costNanoUsd: cost as NanoUsd | -1, isCostPartial, isUsageEstimated };
}

const NONE: ReadonlySet<SpanColumns> = new Set();

/** Up to this many calls, comparing with each is faster than an index. */
const MAX_SCANNED = 8;

/** Tells whether any of the calls has something below it. Mostly none has, and nothing needs to be looked at further. */
function hasChildren(calls: readonly SpanColumns[], spans: readonly SpanColumns[]): boolean {
  if (calls.length < 2) return false;
  if (calls.length > MAX_SCANNED) {
    const ids = new Set(calls.map((call) => call.spanId));
    return spans.some((span) => ids.has(span.parentSpanId) || ids.has(span.fallbackParentSpanId));
  }
  for (const { spanId } of calls) {
    for (const span of spans) if (span.parentSpanId === spanId || span.fallbackParentSpanId === spanId) return true;
  }
  return false;
}

/**
 * Calls that another call below them reports again: two instrumentations saw the same one, or a wrapper adds up its
 * attempts. The innermost report counts.
 */
function repeated(
  calls: readonly SpanColumns[],
  spans: readonly SpanColumns[],
  reports: (span: SpanColumns) => boolean,
): ReadonlySet<SpanColumns> {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const seen = new Set<SpanColumns>();
  const found = new Set<SpanColumns>();
  for (const leaf of calls) {
    if (!reports(leaf)) continue;
    let span = parentOf(leaf, byId);
    // What lies above a span that was passed before has been marked then; this also ends a cycle.
    while (span !== undefined && span !== leaf && !seen.has(span)) {
      seen.add(span);
      if (isCall(span) && reports(span)) found.add(span);
      span = parentOf(span, byId);
    }
  }
  return found;
}

function parentOf(span: SpanColumns, byId: ReadonlyMap<string, SpanColumns>): SpanColumns | undefined {
  return byId.get(span.parentSpanId) ?? byId.get(span.fallbackParentSpanId);
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
