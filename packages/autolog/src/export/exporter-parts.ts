import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { report } from '@tracewright/instrumentation-core';

/** The parts of OTel's exporter that we reach for beyond its interface; any of them may be missing in a later version. */
interface ExporterParts {
  readonly _delegate?: {
    readonly _serializer?: { serializeRequest?(spans: readonly ReadableSpan[]): Uint8Array | undefined };
    readonly _transport?: RetryingTransport;
  };
}

interface RetryingTransport {
  readonly _transport?: { send(data: Uint8Array, timeoutMs: number): Promise<unknown> };
  retry?(data: Uint8Array, timeoutMs: number, inMs: number): Promise<unknown>;
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

/**
 * Lets the process end while the exporter waits to try again: its own timer would hold a finished app for up to 10 s,
 * although the batch is sent once more at exit.
 */
export function unrefRetries(exporter: SpanExporter): void {
  const transport = (exporter as ExporterParts)._delegate?._transport;
  const inner = transport?._transport;
  if (transport?.retry === undefined || inner === undefined) {
    report('debug', 'tracewright: the OTLP exporter retries in an unknown way; a finished app may wait for it');
    return;
  }
  transport.retry = (data, timeoutMs, inMs) =>
    new Promise((resolve, reject) => {
      setTimeout(() => inner.send(data, timeoutMs).then(resolve, reject), inMs).unref();
    });
}
