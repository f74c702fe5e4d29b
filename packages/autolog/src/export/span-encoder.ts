import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { quietly } from '@tracewright/instrumentation-core';
import { TRACEWRIGHT } from '@tracewright/schema';
import type { SpanPricing } from '../cost/span-pricing.ts';
import type { ExportSettings } from '../settings.ts';
import { type Dialect, inDialect } from './dialects/dialect.ts';
import { ByteSlabs } from './otlp/byte-slabs.ts';
import { JsonFormat } from './otlp/json-format.ts';
import type { EncodedSpan, OtlpFormat } from './otlp/otlp-format.ts';
import { ProtobufFormat } from './otlp/protobuf-format.ts';
import type { SpanBatch } from './span-queue.ts';
import { spanSizeBytes } from './span-size.ts';

/** One that ended before the price list was there. */
export interface UnpricedSpan {
  readonly span: ReadableSpan;
  readonly sizeBytes: number;
}

/** An ended span on its way to a receiver. */
export type QueuedSpan = EncodedSpan | UnpricedSpan;

/** A request takes 4 MiB at most, with what stands around its spans. */
const MAX_SPAN_BYTES = 4 * 1024 * 1024 - 64 * 1024;

/**
 * Brings spans into the form in which one receiver takes them, each as it ends: as bytes they are out of reach of the
 * garbage collector, their size is known, and a request is made by laying them side by side.
 */
export class SpanEncoder {
  readonly #format: OtlpFormat;
  readonly #dialect: Dialect | undefined;
  readonly #pricing: SpanPricing;
  readonly #slabs = new ByteSlabs();

  constructor({ protocol, dialect }: ExportSettings, pricing: SpanPricing) {
    this.#format = protocol === 'http/json' ? new JsonFormat() : new ProtobufFormat();
    this.#dialect = dialect;
    this.#pricing = pricing;
  }

  get contentType(): string {
    return this.#format.contentType;
  }

  /** @throws whatever a value throws that is no attribute of OpenTelemetry's */
  queued(span: ReadableSpan): QueuedSpan {
    return this.#pricing.isReady ? this.#encode(span) : { span, sizeBytes: spanSizeBytes(span) };
  }

  /** The body of a request. Spans that could not be priced before are so now, if the price list is there. */
  request({ spans, dropped }: SpanBatch): Uint8Array {
    const encoded: EncodedSpan[] = [];
    for (const queued of spans) {
      const span = 'bytes' in queued ? queued : quietly('encoding a span', () => this.#encodeLate(queued.span));
      if (span !== undefined) encoded.push(span);
    }
    return this.#format.encodeRequest(encoded, dropped === 0 ? {} : { [TRACEWRIGHT.droppedSpans]: dropped });
  }

  /** @throws Error if the answer cannot be read */
  decodeResponse(bytes: Uint8Array): unknown {
    return this.#format.decodeResponse(bytes);
  }

  #encodeLate(span: ReadableSpan): EncodedSpan {
    this.#pricing.priceEnded([span]);
    return this.#encode(span);
  }

  #encode(span: ReadableSpan): EncodedSpan {
    let bytes = this.#format.encodeSpan(this.#dialect === undefined ? span : inDialect(span, this.#dialect));
    // What is said twice may be too much; once it never is.
    if (bytes.length > MAX_SPAN_BYTES) bytes = this.#format.encodeSpan(span);
    const { resource, instrumentationScope: scope } = span;
    return { bytes: this.#slabs.keep(bytes), sizeBytes: bytes.length, resource, scope };
  }
}
