import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { quietly } from '@tracewright/instrumentation-core';
import { TRACEWRIGHT } from '@tracewright/schema';
import type { SpanPricing } from '../cost/span-pricing.ts';
import type { ExportSettings } from '../settings.ts';
import { type Dialect, inDialect } from './dialects/dialect.ts';
import { JsonFormat } from './otlp/json-format.ts';
import type { EncodedSpan, OtlpFormat } from './otlp/otlp-format.ts';
import { ProtobufFormat } from './otlp/protobuf-format.ts';
import { TooLargeError } from './otlp/too-large-error.ts';
import { cutSpan, TEXT_LENGTHS } from './span-cut.ts';
import type { SpanBatch } from './span-queue.ts';
import { spanSizeBytes } from './span-size.ts';

/** One that ended before the price list was there. */
export interface UnpricedSpan {
  readonly span: ReadableSpan;
  readonly sizeBytes: number;
}

/** An ended span on its way to a receiver. */
export type QueuedSpan = EncodedSpan | UnpricedSpan;

/** How much larger than its measure a span may get at most, as JSON inside of JSON and where a dialect says it again. */
const ESCAPING = 2;
const SAID_AGAIN = 2;

/**
 * Brings spans into the form in which one receiver takes them, each as it ends: as bytes they are out of reach of the
 * garbage collector, their size is known, and a request is made by laying them side by side.
 */
export class SpanEncoder {
  readonly #format: OtlpFormat;
  readonly #dialect: Dialect | undefined;
  readonly #pricing: SpanPricing;

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
    if (this.#pricing.isReady) return this.#encode(span);
    const growth = this.#dialect === undefined ? ESCAPING : ESCAPING * SAID_AGAIN;
    return { span, sizeBytes: spanSizeBytes(span) * growth };
  }

  /**
   * The body of a request. Spans that could not be priced before are so now, if the price list is there; what cannot be
   * encoded after all counts as lost.
   */
  request({ spans, dropped }: SpanBatch): Uint8Array {
    const encoded: EncodedSpan[] = [];
    for (const queued of spans) {
      const span = 'bytes' in queued ? queued : quietly('encoding a span', () => this.#encode(queued.span));
      if (span !== undefined) encoded.push(span);
    }
    const lost = dropped + spans.length - encoded.length;
    return this.#format.encodeRequest(encoded, lost === 0 ? {} : { [TRACEWRIGHT.droppedSpans]: lost });
  }

  /** @throws Error if the answer cannot be read */
  decodeResponse(bytes: Uint8Array): unknown {
    return this.#format.decodeResponse(bytes);
  }

  #encode(span: ReadableSpan): EncodedSpan {
    this.#pricing.price(span);
    const bytes =
      (this.#dialect && this.#bytesOf(inDialect(span, this.#dialect))) ?? this.#bytesOf(span) ?? this.#bytesOfCut(span);
    const { resource, instrumentationScope: scope } = span;
    return { bytes, sizeBytes: bytes.length, resource, scope };
  }

  /** Undefined where it is too large to be sent. */
  #bytesOf(span: ReadableSpan): Uint8Array | undefined {
    try {
      return this.#format.encodeSpan(span);
    } catch (error) {
      if (error instanceof TooLargeError) return undefined;
      throw error;
    }
  }

  #bytesOfCut(span: ReadableSpan): Uint8Array {
    for (const length of TEXT_LENGTHS) {
      const bytes = this.#bytesOf(cutSpan(span, length));
      if (bytes !== undefined) return bytes;
    }
    throw new TooLargeError();
  }
}
