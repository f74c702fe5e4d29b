import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

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
  /** @returns bytes that hold only until the next call. */
  encodeSpan(span: ReadableSpan): Uint8Array;
  /** @param resourceAttributes beside those of every resource; empty for most requests */
  encodeRequest(spans: readonly EncodedSpan[], resourceAttributes: Readonly<Record<string, number>>): Uint8Array;
  /** What the receiver says of a request that it took. @throws Error if it cannot be read. */
  decodeResponse(bytes: Uint8Array): unknown;
}
