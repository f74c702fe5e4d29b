import type { Attributes } from './attributes.ts';

/**
 * An OTLP trace request, the same whatever encoding it came in. All bytes are views into one buffer. `S` is what became
 * of its spans.
 */
export interface OtlpRequest<S = OtlpSpan> {
  readonly resourceSpans: readonly OtlpResourceSpans<S>[];
}

export interface OtlpResourceSpans<S = OtlpSpan> {
  readonly resource: OtlpResource;
  readonly scopeSpans: readonly OtlpScopeSpans<S>[];
}

export interface OtlpResource {
  readonly attributes: Attributes;
  /** As an OTLP protobuf `Resource`, empty where none was sent. */
  readonly payload: Uint8Array;
}

export interface OtlpScopeSpans<S = OtlpSpan> {
  readonly scope: OtlpScope;
  readonly spans: readonly S[];
}

export interface OtlpScope {
  readonly name: string;
  readonly version: string;
  readonly attributes: Attributes;
  /** As an OTLP protobuf `InstrumentationScope`, empty where none was sent. */
  readonly payload: Uint8Array;
}

/** A span as sent: well-formed, but nothing about it is believed yet. */
export interface OtlpSpan {
  /** Lower-case hex digits, as many as were sent. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  readonly kind: number;
  /** Nanoseconds since the Unix epoch, 0 where absent; below 2^64. */
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: Attributes;
  readonly events: readonly OtlpEvent[];
  readonly links: readonly OtlpLink[];
  readonly statusCode: number;
  readonly statusMessage: string;
  /** As an OTLP protobuf `Span`, unknown fields included. */
  readonly payload: Uint8Array;
}

export interface OtlpEvent {
  readonly name: string;
  readonly timeNs: bigint;
  readonly attributes: Attributes;
}

export interface OtlpLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}
