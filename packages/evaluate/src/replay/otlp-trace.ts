import type { SpanAttributes } from './call-request.ts';

/** A span of a stored trace, as far as a recording needs it. */
export interface StoredSpan {
  readonly name: string;
  /** Name of the instrumentation that made it. */
  readonly scope: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly startNs: bigint;
  readonly hasFailed: boolean;
  readonly statusMessage: string | undefined;
  readonly attributes: SpanAttributes;
  readonly events: readonly { readonly name: string; readonly attributes: SpanAttributes }[];
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly status?: { readonly code?: number; readonly message?: string };
  readonly attributes?: readonly OtlpAttribute[];
  readonly events?: readonly { readonly name: string; readonly attributes?: readonly OtlpAttribute[] }[];
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}

interface OtlpValue {
  readonly stringValue?: string;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values?: readonly OtlpValue[] };
}

interface OtlpTrace {
  readonly resourceSpans?: readonly {
    readonly scopeSpans?: readonly {
      readonly scope?: { readonly name?: string };
      readonly spans?: readonly OtlpSpan[];
    }[];
  }[];
}

const FAILED = 2;

/** The spans of lines of OTLP JSON, as the collector exports traces, in the order in which they began. */
export function spansOf(lines: string): readonly StoredSpan[] {
  const spans: StoredSpan[] = [];
  for (const line of lines.split('\n')) {
    if (line.trim() === '') continue;
    for (const { scopeSpans = [] } of (JSON.parse(line) as OtlpTrace).resourceSpans ?? []) {
      for (const { scope, spans: ofScope = [] } of scopeSpans) {
        for (const span of ofScope) spans.push(storedSpan(span, scope?.name ?? ''));
      }
    }
  }
  return spans.sort((a, b) => (a.startNs < b.startNs ? -1 : a.startNs > b.startNs ? 1 : 0));
}

function storedSpan(span: OtlpSpan, scope: string): StoredSpan {
  return {
    name: span.name,
    scope,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId || undefined,
    startNs: BigInt(span.startTimeUnixNano),
    hasFailed: span.status?.code === FAILED,
    statusMessage: span.status?.message || undefined,
    attributes: attributesOf(span.attributes),
    events: (span.events ?? []).map(({ name, attributes }) => ({ name, attributes: attributesOf(attributes) })),
  };
}

function attributesOf(list: readonly OtlpAttribute[] = []): SpanAttributes {
  return Object.fromEntries(list.map(({ key, value }) => [key, plainValue(value)]));
}

function plainValue(value: OtlpValue): unknown {
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(plainValue);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.doubleValue ?? value.boolValue;
}
