import {
  type SpanDetail,
  STEP_KINDS,
  type TraceDetail,
  type TraceScore,
  type TraceSkeleton,
} from '@tracewright/schema';
import { type SampleSpan, spanDetail } from './sample-span.ts';

/** A trace as the API shows it. */
export interface SampleTrace {
  readonly detail: TraceDetail;
  readonly skeleton: TraceSkeleton;
  readonly span: (spanId: string) => SpanDetail | undefined;
}

export interface SampleTraceOptions {
  readonly traceId: string;
  readonly startNs: bigint;
  readonly spans: readonly SampleSpan[];
  readonly preview?: string;
  readonly isUsageEstimated?: boolean;
  readonly sessionId?: string;
  readonly userId?: string;
  readonly scores?: readonly TraceScore[];
}

const STATUS_CODE = { ok: 1, error: 2, running: 3 } as const;

/** Derives all three answers of the API from one list of spans, parents before their children. */
export function sampleTrace(options: SampleTraceOptions): SampleTrace {
  const { traceId, startNs, spans } = options;
  const models = unique(spans.flatMap(({ model }) => model ?? []));
  const names = unique(spans.map(({ name }) => name));
  const nameIndex = new Map(names.map((name, at) => [name, at]));
  const durationUs = spans.reduce((latest, span) => Math.max(latest, span.startUs + lengthUs(span)), 0);
  const byId = new Map(spans.map((span) => [span.id, span]));
  const skeleton: TraceSkeleton = {
    traceId,
    startNs: startNs.toString(),
    durationUs,
    spanCount: spans.length,
    names,
    models,
    services: ['support-bot'],
    spanId: spans.map(({ id }) => id),
    parent: spans.map(({ parent }) => parent),
    name: spans.map(({ name }) => nameIndex.get(name) ?? 0),
    kind: spans.map(({ kind }) => STEP_KINDS.indexOf(kind)),
    otelKind: spans.map(({ otelKind }) => otelKind ?? 1),
    startUs: spans.map(({ startUs }) => startUs),
    lengthUs: spans.map(lengthUs),
    ttftUs: spans.map(({ ttftUs }) => ttftUs ?? -1),
    streamInput: spans.map(() => 0),
    inputTokens: spans.map(({ inputTokens }) => inputTokens ?? -1),
    outputTokens: spans.map(({ outputTokens }) => outputTokens ?? -1),
    costUsd: spans.map(({ costUsd }) => costUsd ?? -1),
    model: spans.map(({ model }) => (model === undefined ? -1 : models.indexOf(model))),
    service: spans.map(() => 0),
    status: spans.map(({ status }) => STATUS_CODE[status ?? 'ok']),
  };
  return {
    skeleton,
    detail: traceDetail(options, models, durationUs),
    span: (spanId) => {
      const span = byId.get(spanId);
      return span && spanDetail(span, options, spans[span.parent]?.id ?? null);
    },
  };
}

function traceDetail(options: SampleTraceOptions, models: readonly string[], durationUs: number): TraceDetail {
  const { traceId, startNs, spans, preview = null, isUsageEstimated = false } = options;
  const errorCount = spans.filter(({ status }) => status === 'error').length;
  const isRunning = spans.some(({ status }) => status === 'running');
  return {
    traceId,
    name: spans[0]?.name ?? '',
    startNs: startNs.toString(),
    durationMs: traceLengthUs(spans, durationUs) / 1_000,
    ttftMs: firstTokenMs(spans, traceLengthUs(spans, durationUs)),
    status: isRunning ? 'running' : spans[0]?.status === 'error' ? 'error' : 'ok',
    spanCount: spans.length,
    llmCount: spans.filter(({ kind }) => kind === 'llm').length,
    errorCount,
    inputTokens: sum(spans.map((span) => span.inputTokens)),
    outputTokens: sum(spans.map((span) => span.outputTokens)),
    costUsd: sum(spans.map((span) => span.costUsd ?? undefined)),
    isCostPartial: spans.some(({ costUsd }) => costUsd === null),
    isUsageEstimated,
    models,
    service: 'support-bot',
    experimentId: '0',
    sessionId: options.sessionId ?? null,
    userId: options.userId ?? null,
    preview,
    tags: {},
    scores: options.scores ?? [],
    feedback: [],
  };
}

/** A span that still runs is stored without length. */
function lengthUs({ startUs, endUs, status }: SampleSpan): number {
  return status === 'running' ? 0 : endUs - startUs;
}

/** The rule of `TraceSummary.durationMs`, for traces that begin at 0. */
function traceLengthUs(spans: readonly SampleSpan[], wholeUs: number): number {
  const roots = spans.filter(({ parent }) => parent === -1);
  const [root] = roots;
  return root === undefined || roots.length > 1 || root.status === 'running' ? wholeUs : lengthUs(root) || wholeUs;
}

/** The rule of `TraceSummary.ttftMs`, for traces that begin at 0. */
function firstTokenMs(spans: readonly SampleSpan[], withinUs: number): number | null {
  const tokensUs = spans.flatMap(({ startUs, ttftUs }) => (ttftUs === undefined ? [] : startUs + ttftUs));
  const firstUs = Math.min(...tokensUs.filter((us) => us <= withinUs));
  return Number.isFinite(firstUs) ? firstUs / 1_000 : null;
}

/** Null where nothing was reported. */
function sum(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : Math.round(known.reduce((total, value) => total + value, 0) * 1e9) / 1e9;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
