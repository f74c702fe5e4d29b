import type { NanoUsd, StepKind } from '@tracewright/schema';
import { parentIndexes } from './parent-indexes.ts';
import { sortSpans } from './span-order.ts';
import type { SpanColumns, TraceRow } from './span-store.ts';

/** What a trace adds up to. */
export type TraceBill = Pick<
  TraceRow,
  'inputTokens' | 'outputTokens' | 'costNanoUsd' | 'isCostPartial' | 'isUsageEstimated'
>;

/** A bill while it is added up. */
interface Sum {
  inputTokens: number;
  outputTokens: number;
  cost: number;
  isUsageEstimated: boolean;
  /** True where a call in it said nothing of its tokens. */
  lacksTokens: boolean;
  isCostPartial: boolean;
}

/** Tells whether a span stands for a call; what agents and chains report are totals of these. */
export function isCall({ kind }: Pick<SpanColumns, 'kind'>): boolean {
  return kind === 'llm' || kind === 'embedding' || kind === 'reranker';
}

/** Adds up the calls of a trace, each one once, whoever reported it. The order of the spans does not matter. */
export function billOf(spans: readonly SpanColumns[]): TraceBill {
  const calls = spans.filter(reports);
  const total = emptySum();
  if (mayRepeat(calls, spans)) for (const sum of sumsOfDistinctCalls(spans)) add(total, sum);
  else for (const call of calls) add(total, ownSum(call));
  const { inputTokens, outputTokens, cost, isCostPartial, isUsageEstimated } = total;
  return { inputTokens, outputTokens, costNanoUsd: cost as NanoUsd | -1, isCostPartial, isUsageEstimated };
}

function reports(span: SpanColumns): boolean {
  return isCall(span) && (hasTokens(span) || span.costNanoUsd >= 0 || span.isCostPartial);
}

function hasTokens(span: SpanColumns): boolean {
  return span.inputTokens >= 0 || span.outputTokens >= 0;
}

/** Up to this many calls, comparing with each is faster than an index. */
const MAX_SCANNED = 8;

/** Tells whether any of the calls has something below it. Mostly none has, and nothing needs to be looked at further. */
function mayRepeat(calls: readonly SpanColumns[], spans: readonly SpanColumns[]): boolean {
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
 * Sums of the calls that none above them repeats. Where two instrumentations saw the same call, or a wrapper adds up
 * its attempts, the innermost reports count, unless only the outer one is complete.
 */
function sumsOfDistinctCalls(spans: readonly SpanColumns[]): readonly Sum[] {
  const ordered = sortSpans([...spans]);
  const outer = outerCalls(ordered);
  const waitsFor = new Int32Array(ordered.length);
  for (const index of outer) if (index >= 0) waitsFor[index] = waitsFor[index]! + 1;
  const inner = new Map<number, Sum>();
  const distinct: Sum[] = [];
  const queue = [...ordered.keys()].filter((index) => reports(ordered[index]!) && waitsFor[index] === 0);
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    const sum = settle(ownSum(ordered[index]!), inner.get(index));
    const above = outer[index]!;
    if (above < 0) {
      distinct.push(sum);
      continue;
    }
    const below = inner.get(above) ?? emptySum();
    add(below, sum);
    inner.set(above, below);
    waitsFor[above] = waitsFor[above]! - 1;
    if (waitsFor[above] === 0) queue.push(above);
  }
  return distinct;
}

/**
 * Index of the call that each call is, or may be, a part of; -1 where there is none. Only one of its own kind can be,
 * and nothing but calls and tasks may lie between: what an agent or a tool below a call asks for is its own.
 */
function outerCalls(ordered: readonly SpanColumns[]): readonly number[] {
  const parents = parentIndexes(ordered);
  const known = new Map<StepKind, Int32Array>();
  return ordered.map((span, index) => {
    if (!reports(span)) return -1;
    const nearest = known.get(span.kind) ?? new Int32Array(ordered.length).fill(UNKNOWN);
    known.set(span.kind, nearest);
    return nearestCall(ordered, parents, nearest, span.kind, parents[index]!);
  });
}

const UNKNOWN = -2;

/** Walks up from `start`, which counts itself, and remembers for every span on the way what was found above it. */
function nearestCall(
  ordered: readonly SpanColumns[],
  parents: readonly number[],
  nearest: Int32Array,
  kind: StepKind,
  start: number,
): number {
  let end = start;
  let found = -1;
  while (end !== -1) {
    const span = ordered[end]!;
    if (nearest[end] !== UNKNOWN) found = nearest[end]!;
    else if (span.kind === kind && reports(span)) found = end;
    else if (isCall(span) || span.kind === 'task') {
      end = parents[end]!;
      continue;
    }
    break;
  }
  for (let index = start; index !== end; index = parents[index]!) nearest[index] = found;
  return found;
}

function emptySum(): Sum {
  return {
    inputTokens: -1,
    outputTokens: -1,
    cost: -1,
    isUsageEstimated: false,
    lacksTokens: false,
    isCostPartial: false,
  };
}

function ownSum(span: SpanColumns): Sum {
  return {
    inputTokens: span.inputTokens,
    outputTokens: span.outputTokens,
    cost: span.costNanoUsd,
    isUsageEstimated: span.isUsageEstimated,
    lacksTokens: !hasTokens(span),
    isCostPartial: span.isCostPartial || span.costNanoUsd < 0,
  };
}

/** Of a call and the calls that it is made up of: tokens and cost each by whoever knows all of them. */
function settle(own: Sum, inner: Sum | undefined): Sum {
  if (inner === undefined) return own;
  const tokens = inner.lacksTokens && !own.lacksTokens ? own : inner;
  const knowsMore = inner.isCostPartial && (!own.isCostPartial || own.cost > inner.cost);
  const { cost, isCostPartial } = knowsMore ? own : inner;
  return { ...tokens, cost, isCostPartial };
}

function add(total: Sum, sum: Sum): void {
  total.inputTokens = added(total.inputTokens, sum.inputTokens);
  total.outputTokens = added(total.outputTokens, sum.outputTokens);
  total.cost = added(total.cost, sum.cost);
  if (sum.isUsageEstimated) total.isUsageEstimated = true;
  if (sum.lacksTokens) total.lacksTokens = true;
  if (sum.isCostPartial) total.isCostPartial = true;
}

/** -1 stands for nothing known. */
function added(a: number, b: number): number {
  if (b < 0) return a;
  return a < 0 ? b : a + b;
}
