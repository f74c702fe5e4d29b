import type { Nanos, NanoUsd } from '@tracewright/schema';
import type { SpanColumns, TraceRow } from './span-store.ts';

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
  let reporting = 0;
  for (const span of spans) {
    if (span !== head && leads(span, head)) head = span;
    if (span.startNs < startNs) startNs = span.startNs;
    if (span.endNs > endNs) endNs = span.endNs;
    if (span.kind === 'llm') llmCount++;
    if (span.statusCode === 2) errorCount++;
    if (isCall(span) && (hasTokens(span) || span.costNanoUsd >= 0)) reporting++;
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
    status: statusOf(head),
    spanCount: spans.length,
    llmCount,
    errorCount,
    ...bill(spans, reporting > 1),
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

function bill(spans: readonly SpanColumns[], mayOverlap: boolean): Bill {
  const repeatsTokens = mayOverlap ? repeated(spans, hasTokens) : NONE;
  const repeatsCost = mayOverlap ? repeated(spans, hasCost) : NONE;
  let inputTokens = -1;
  let outputTokens = -1;
  let cost = -1;
  let isCostPartial = false;
  let isUsageEstimated = false;
  for (const span of spans) {
    if (!isCall(span)) continue;
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

/**
 * Calls that another call below them reports again: two instrumentations saw the same one, or a wrapper adds up its
 * attempts. The innermost report counts.
 */
function repeated(spans: readonly SpanColumns[], reports: (span: SpanColumns) => boolean): ReadonlySet<SpanColumns> {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const seen = new Set<SpanColumns>();
  const found = new Set<SpanColumns>();
  for (const leaf of spans) {
    if (!isCall(leaf) || !reports(leaf)) continue;
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

/** Distinct models, the most called first, then in order of start. Calls name them; other spans only if no call does. */
function modelsOf(spans: readonly SpanColumns[]): readonly string[] {
  const named = spans.filter((span) => span.model !== '');
  if (named.length === 0) return [];
  const calls = named.filter(isCall);
  const counts = new Map<string, { calls: number; startNs: Nanos }>();
  for (const { model, startNs } of calls.length > 0 ? calls : named) {
    const count = counts.get(model);
    if (count === undefined) counts.set(model, { calls: 1, startNs });
    else {
      count.calls++;
      if (startNs < count.startNs) count.startNs = startNs;
    }
  }
  return [...counts]
    .sort(
      ([a, x], [b, y]) =>
        y.calls - x.calls || (x.startNs < y.startNs ? -1 : x.startNs > y.startNs ? 1 : a < b ? -1 : 1),
    )
    .map(([model]) => model);
}
