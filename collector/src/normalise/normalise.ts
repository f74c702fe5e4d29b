import type { Pricer } from '@tracewright/pricing';
import type { Nanos } from '@tracewright/schema';
import type { OtlpSpan } from '../otlp/otlp-request.ts';
import type { SpanRecord } from '../storage/spans/span-record.ts';
import { columnText, MAX_NAME } from './column-text.ts';
import { costOf, NO_COST, standsForCall } from './cost.ts';
import { dialectOf } from './dialect-of.ts';
import { parentOf, whyRefused } from './refused-span.ts';
import { FAILED } from './step-facts.ts';

/** What the spans of one request share. */
export interface SpanOrigin {
  /** `service.name` of the resource, '' where it has none. */
  readonly service: string;
  /** Tracking run of spans that do not name one themselves. */
  readonly runId: string;
}

/** A span to store, or why it is not to be stored. */
export type Normalised =
  | { readonly record: SpanRecord; readonly refusal?: undefined }
  | { readonly record?: undefined; readonly refusal: string };

/** Turns a span as sent, in whatever dialect, into the record that is stored. */
export function normalise(span: OtlpSpan, origin: SpanOrigin, pricer: Pricer): Normalised {
  const facts = dialectOf(span.attributes).facts(span);
  const refusal = whyRefused(span, facts.isPending);
  if (refusal !== '') return { refusal };
  const cost = standsForCall(facts.kind) ? costOf(facts, pricer, Number(span.startNs / 1_000_000n)) : NO_COST;
  const { usage } = facts;
  const record: SpanRecord = {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: parentOf(span),
    fallbackParentSpanId: facts.fallbackParentSpanId,
    name: columnText(span.name, MAX_NAME),
    kind: facts.kind,
    otelKind: span.kind >= 0 && span.kind <= 5 ? span.kind : 0,
    startNs: span.startNs as Nanos,
    endNs: (facts.isPending || span.endNs < span.startNs ? span.startNs : span.endNs) as Nanos,
    statusCode: facts.isFailed ? FAILED : statusCode(span.statusCode),
    isPending: facts.isPending,
    service: columnText(origin.service),
    provider: columnText(facts.provider),
    model: columnText(facts.model),
    ttftUs: facts.ttftUs,
    isStreamInput: facts.isStreamInput,
    inputTokens: usage.inputTokens ?? -1,
    outputTokens: usage.outputTokens ?? -1,
    cacheReadTokens: usage.cacheReadInputTokens ?? -1,
    cacheWriteTokens: usage.cacheWriteInputTokens ?? -1,
    reasoningTokens: usage.reasoningOutputTokens ?? -1,
    isUsageEstimated: facts.isUsageEstimated,
    costNanoUsd: cost.totalNanoUsd,
    isCostPartial: cost.isPartial,
    costSource: cost.source,
    sessionId: columnText(facts.sessionId),
    userId: columnText(facts.userId),
    runId: columnText(facts.runId || origin.runId),
    promptName: columnText(facts.promptName),
    promptVersion: columnText(facts.promptVersion),
    preview: facts.preview,
    payload: span.payload,
  };
  return { record };
}

function statusCode(code: number): 0 | 1 | 2 {
  return code === 1 || code === 2 ? code : 0;
}
