import type { SpanContent, SpanDetail, SpanEvent, StepKind } from '@tracewright/schema';

/** A span while a sample trace is built. Times are µs from the trace's start. */
export interface SampleSpan {
  readonly id: string;
  /** Index of the parent, -1 for a root. */
  readonly parent: number;
  readonly name: string;
  readonly kind: StepKind;
  readonly startUs: number;
  endUs: number;
  readonly ttftUs?: number | undefined;
  readonly model?: string | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  /** Null: unpriced. */
  readonly costUsd?: number | null | undefined;
  readonly status?: 'ok' | 'error' | 'running' | undefined;
  readonly statusMessage?: string | undefined;
  readonly otelKind?: number | undefined;
  readonly content?: Partial<SpanContent> | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly events?: readonly (Omit<SpanEvent, 'timeNs'> & { readonly atUs: number })[] | undefined;
}

/** What the API says about one span. @param parentSpanId Null for a root. */
export function spanDetail(
  span: SampleSpan,
  trace: { readonly traceId: string; readonly startNs: bigint },
  parentSpanId: string | null,
): SpanDetail {
  const at = (us: number) => (trace.startNs + BigInt(us) * 1_000n).toString();
  const { inputTokens, outputTokens, costUsd } = span;
  return {
    traceId: trace.traceId,
    spanId: span.id,
    parentSpanId,
    name: span.name,
    kind: span.kind,
    otelKind: span.otelKind ?? 1,
    startNs: at(span.startUs),
    durationMs: (span.endUs - span.startUs) / 1_000,
    status: span.status ?? 'ok',
    statusMessage: span.statusMessage ?? null,
    ttftMs: span.ttftUs === undefined ? null : span.ttftUs / 1_000,
    provider: span.model === undefined ? null : 'openai',
    model: span.model ?? null,
    usage: { inputTokens, outputTokens },
    isUsageEstimated: false,
    cost: costOf(costUsd),
    content: {
      system: [],
      inputMessages: [],
      outputMessages: [],
      tools: [],
      documents: [],
      truncated: [],
      ...span.content,
    },
    attributes: { 'tracewright.span.kind': span.kind, ...span.attributes },
    events: (span.events ?? []).map(({ name, atUs, attributes }) => ({ name, timeNs: at(atUs), attributes })),
    links: [],
    resource: { 'service.name': 'support-bot', 'telemetry.sdk.language': 'nodejs' },
    scope: { name: '@tracewright/instrumentation-langchain', version: '0.1.0' },
  };
}

function costOf(costUsd: number | null | undefined): SpanDetail['cost'] {
  if (costUsd === undefined) return null;
  if (costUsd === null) return { totalUsd: null, partsUsd: {}, unpriced: ['input', 'output'], source: '' };
  const input = Math.round(costUsd * 0.4e9) / 1e9;
  const output = Math.round((costUsd - input) * 1e9) / 1e9;
  return { totalUsd: costUsd, partsUsd: { input, output }, unpriced: [], source: 'pricelist@2026-11-01' };
}
