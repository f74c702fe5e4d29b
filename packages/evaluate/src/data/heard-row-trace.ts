import { GEN_AI, type HeardSpan, OTEL, TRACEWRIGHT } from '@tracewright/schema';
import {
  documentsIn,
  type ProviderCalls,
  parsedJson,
  type RowDocument,
  type RowSpan,
  type RowTrace,
  type ToolCall,
  toolCallsIn,
} from '@tracewright/scoring';

/** Kinds of steps that use tokens; agents and workflows repeat what the calls inside them used. */
const MODEL_KINDS: ReadonlySet<unknown> = new Set(['llm', 'embedding']);

/** The row itself, beside what is inside of it. */
export interface RowIdentity {
  readonly traceId: string;
  /** Of the row's own span. */
  readonly spanId: string;
  /** Milliseconds since the Unix epoch. */
  readonly startMs: number;
  readonly durationMs: number;
}

/** The facts of a trace, of spans that were heard in any order. */
export function heardRowTrace(row: RowIdentity, heard: readonly HeardSpan[]): RowTrace {
  const inner = heard.filter(({ spanId }) => spanId !== row.spanId).sort((a, b) => a.startMs - b.startMs);
  const calls = inner.filter((span) => MODEL_KINDS.has(kindOf(span)));
  const costs = calls.flatMap((span) => numberOf(span, GEN_AI.usageCost) ?? []);
  return {
    traceId: row.traceId,
    durationMs: row.durationMs,
    costUsd: costs.length === 0 ? null : sum(costs),
    isCostPartial: calls.some(isUnpriced),
    inputTokens: sumOf(calls, GEN_AI.usageInputTokens),
    outputTokens: sumOf(calls, GEN_AI.usageOutputTokens),
    toolCalls: toolCallsOf(inner),
    documents: inner.flatMap(documentsOf),
    callsByProvider: callsByProvider(calls),
    spans: inner.map((span) => rowSpan(span, row.startMs)),
  };
}

function rowSpan(span: HeardSpan, rowStartMs: number): RowSpan {
  const error = span.attribute(OTEL.errorType);
  return {
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? null,
    name: span.name,
    kind: kindOf(span),
    startMs: span.startMs - rowStartMs,
    durationMs: span.durationMs,
    model: textOf(span, GEN_AI.responseModel) ?? textOf(span, GEN_AI.requestModel) ?? null,
    error: typeof error === 'string' ? error : span.hasFailed ? '_OTHER' : null,
  };
}

function toolCallsOf(spans: readonly HeardSpan[]): readonly ToolCall[] {
  const ran = spans.filter((span) => kindOf(span) === 'tool');
  if (ran.length === 0) {
    return spans.flatMap((span) => toolCallsIn(parsedJson(span.attribute(GEN_AI.outputMessages))));
  }
  return ran.map((span) => {
    const result = parsedJson(span.attribute(GEN_AI.toolCallResult));
    return {
      name: textOf(span, GEN_AI.toolName) ?? span.name,
      arguments: parsedJson(span.attribute(GEN_AI.toolCallArguments)),
      ...(result === undefined ? {} : { result }),
    };
  });
}

function documentsOf(span: HeardSpan): readonly RowDocument[] {
  return documentsIn(parsedJson(span.attribute(GEN_AI.retrievalDocuments)));
}

function callsByProvider(calls: readonly HeardSpan[]): Readonly<Record<string, ProviderCalls>> {
  const found: Record<string, ProviderCalls> = {};
  for (const span of calls) {
    const provider = textOf(span, GEN_AI.providerName) ?? '';
    const { requests = 0, tokens = 0 } = found[provider] ?? {};
    // Attempts that failed were requests as well.
    const resent = numberOf(span, OTEL.httpRequestResendCount) ?? 0;
    const used = (numberOf(span, GEN_AI.usageInputTokens) ?? 0) + (numberOf(span, GEN_AI.usageOutputTokens) ?? 0);
    found[provider] = { requests: requests + 1 + resent, tokens: tokens + used };
  }
  return found;
}

function isUnpriced(span: HeardSpan): boolean {
  if (span.attribute(TRACEWRIGHT.costUnpriced) !== undefined) return true;
  const hasUsage = numberOf(span, GEN_AI.usageInputTokens) !== undefined;
  return hasUsage && numberOf(span, GEN_AI.usageCost) === undefined;
}

function kindOf(span: HeardSpan): string {
  return textOf(span, TRACEWRIGHT.spanKind) ?? 'task';
}

function sumOf(spans: readonly HeardSpan[], attribute: string): number | null {
  const values = spans.flatMap((span) => numberOf(span, attribute) ?? []);
  return values.length === 0 ? null : sum(values);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function numberOf(span: HeardSpan, attribute: string): number | undefined {
  const value = span.attribute(attribute);
  return typeof value === 'number' ? value : undefined;
}

function textOf(span: HeardSpan, attribute: string): string | undefined {
  const value = span.attribute(attribute);
  return typeof value === 'string' ? value : undefined;
}
