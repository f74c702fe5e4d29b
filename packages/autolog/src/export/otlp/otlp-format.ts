import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/** Of one span as it is encoded: a request takes 4 MiB at most. */
export const MAX_SPAN_BYTES: number = 2 * 1024 * 1024;

/** A span as it stands in a request, with what stands once for many. */
export interface EncodedSpan {
  readonly bytes: Uint8Array;
  readonly sizeBytes: number;
  readonly resource: ReadableSpan['resource'];
  readonly scope: ReadableSpan['instrumentationScope'];
}

/** One of the encodings of OTLP. */
export interface OtlpFormat {
  readonly contentType: string;
  /** @throws TooLargeError */
  encodeSpan(span: ReadableSpan): Uint8Array;
  /** @param resourceAttributes beside those of every resource; empty for most requests */
  encodeRequest(spans: readonly EncodedSpan[], resourceAttributes: Readonly<Record<string, number>>): Uint8Array;
  /** What the receiver says of a request that it took. @throws Error if it cannot be read. */
  decodeResponse(bytes: Uint8Array): unknown;
}
