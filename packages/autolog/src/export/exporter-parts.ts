import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';

/** The part of OTel's exporter that we reach for beyond its interface; it may be missing in a later version. */
interface ExporterParts {
  readonly _delegate?: {
    readonly _serializer?: { serializeRequest?(spans: readonly ReadableSpan[]): Uint8Array | undefined };
  };
}

/**
 * Turns spans into a request body as the exporter itself would: at exit there is no time for its asynchronous way.
 *
 * @throws Error if the exporter has no such part.
 */
export function serializeWith(exporter: SpanExporter, spans: readonly ReadableSpan[]): Uint8Array | undefined {
  const serializer = (exporter as ExporterParts)._delegate?._serializer;
  if (serializer?.serializeRequest === undefined) throw new Error('the OTLP exporter has no serializer');
  return serializer.serializeRequest(spans);
}
