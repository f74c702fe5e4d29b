import { ATTEMPT_EVENT, GEN_AI, OTEL, TRACEWRIGHT } from '@tracewright/schema';
import type { SampleSpan } from '../test/sample-span.ts';

interface AnyValue {
  readonly stringValue?: string;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
}

interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

export interface TraceToSend {
  readonly traceId: string;
  readonly startNs: bigint;
  /** Parents before their children. */
  readonly spans: readonly SampleSpan[];
}

/** Spans of one request: larger ones take long to be stored as a whole. */
const BATCH = 2_000;

/** A trace as requests for `/v1/traces`, JSON each, as an app's exporter would send it: as spans end. */
export function otlpRequests({ traceId, startNs, spans }: TraceToSend): readonly string[] {
  const ended = spans.map((span) => ({
    endUs: span.endUs,
    sent: otlpSpan(traceId, startNs, span, spans[span.parent]?.id ?? ''),
  }));
  const inOrder = ended.sort((a, b) => a.endUs - b.endUs).map(({ sent }) => sent);
  const resource = { attributes: [attribute(OTEL.serviceName, 'support-bot')] };
  const scope = { name: '@tracewright/instrumentation-langchain', version: '0.1.0' };
  return Array.from({ length: Math.ceil(inOrder.length / BATCH) }, (_, batch) =>
    JSON.stringify({
      resourceSpans: [{ resource, scopeSpans: [{ scope, spans: inOrder.slice(batch * BATCH, (batch + 1) * BATCH) }] }],
    }),
  );
}

function otlpSpan(traceId: string, startNs: bigint, span: SampleSpan, parentSpanId: string): object {
  const at = (us: number) => (startNs + BigInt(us) * 1_000n).toString();
  return {
    traceId,
    spanId: span.id,
    parentSpanId,
    name: span.name,
    kind: span.otelKind ?? 1,
    startTimeUnixNano: at(span.startUs),
    endTimeUnixNano: at(span.endUs),
    status: { code: span.status === 'error' ? 2 : 1, message: span.statusMessage ?? '' },
    attributes: attributesOf(span),
    events: (span.events ?? []).map(({ name, atUs, attributes }) => ({
      name: name === 'attempt' ? ATTEMPT_EVENT.name : name,
      timeUnixNano: at(atUs),
      attributes: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    })),
  };
}

function attributesOf({ kind, model, ttftUs, inputTokens, outputTokens, costUsd, content, attributes }: SampleSpan) {
  const known: Readonly<Record<string, unknown>> = {
    [TRACEWRIGHT.spanKind]: kind,
    [GEN_AI.operationName]: kind === 'llm' ? 'chat' : kind === 'embedding' ? 'embeddings' : undefined,
    [GEN_AI.providerName]: model === undefined ? undefined : 'openai',
    [GEN_AI.requestModel]: model,
    [GEN_AI.responseTimeToFirstChunk]: ttftUs === undefined ? undefined : ttftUs / 1e6,
    [GEN_AI.usageInputTokens]: inputTokens,
    [GEN_AI.usageOutputTokens]: outputTokens,
    [GEN_AI.usageCost]: costUsd ?? undefined,
    [GEN_AI.systemInstructions]: json(content?.system?.[0]?.parts),
    [GEN_AI.inputMessages]: json(content?.inputMessages),
    [GEN_AI.outputMessages]: json(content?.outputMessages),
    [GEN_AI.toolDefinitions]: json(content?.tools),
    [GEN_AI.retrievalDocuments]: json(content?.documents),
    [TRACEWRIGHT.input]: json(content?.input),
    [TRACEWRIGHT.output]: json(content?.output),
    ...attributes,
  };
  return Object.entries(known).flatMap(([key, value]) => (value === undefined ? [] : [attribute(key, value)]));
}

function json(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

function attribute(key: string, value: unknown): KeyValue {
  if (typeof value === 'boolean') return { key, value: { boolValue: value } };
  if (typeof value !== 'number') return { key, value: { stringValue: String(value) } };
  return { key, value: Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value } };
}
