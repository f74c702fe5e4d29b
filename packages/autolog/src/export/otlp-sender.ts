import { createRequire } from 'node:module';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { ExportResultCode, suppressTracing } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { report } from '@tracewright/instrumentation-core';
import { type ExportSettings, tlsSettings } from '../settings.ts';
import { inDialect } from './dialects/dialect.ts';
import { serializeWith } from './exporter-parts.ts';
import { idleAgentFactory } from './idle-agent.ts';
import { RetryControl } from './retry-control.ts';

/** `refused`: the receiver will not take this batch however often it is sent. */
export type SendResult = 'sent' | 'failed' | 'refused';

type ExporterModule =
  | typeof import('@opentelemetry/exporter-trace-otlp-http')
  | typeof import('@opentelemetry/exporter-trace-otlp-proto');

/** Sends batches through OTel's OTLP exporter, which serialises, retries and compresses. Loaded on first use. */
export class OtlpSender {
  readonly #settings: ExportSettings;
  readonly #retries = new RetryControl();
  #exporter: SpanExporter | undefined;

  constructor(settings: ExportSettings) {
    this.#settings = settings;
  }

  /** Loads the exporter, about 30 ms, in the background. @throws Error if it is not installed. */
  async load(): Promise<SpanExporter> {
    if (this.#exporter) return this.#exporter;
    const module =
      this.#settings.protocol === 'http/json'
        ? await import('@opentelemetry/exporter-trace-otlp-http')
        : await import('@opentelemetry/exporter-trace-otlp-proto');
    this.#exporter ??= this.#create(module);
    return this.#exporter;
  }

  /** Sends with retries, within the time-out. Never rejects. */
  async send(spans: readonly ReadableSpan[]): Promise<SendResult> {
    try {
      const exporter = await this.load();
      // Our own requests are no part of the app's traces; and the request must not hold the app's context.
      return await context.with(suppressTracing(ROOT_CONTEXT), () => exportTo(exporter, this.#inWords(spans)));
    } catch (error) {
      report('error', 'tracewright: a batch of spans could not be made ready', error);
      return 'refused';
    }
  }

  /** The request body for spans, now. @throws Error if the exporter cannot be loaded. */
  serialize(spans: readonly ReadableSpan[]): Uint8Array | undefined {
    this.#exporter ??= this.#create(
      createRequire(import.meta.url)(
        this.#settings.protocol === 'http/json'
          ? '@opentelemetry/exporter-trace-otlp-http'
          : '@opentelemetry/exporter-trace-otlp-proto',
      ) as ExporterModule,
    );
    return serializeWith(this.#exporter, this.#inWords(spans));
  }

  /** How long the receiver asked to be left alone when it last refused, ms; 0 if it did not ask. */
  get retryAfterMs(): number {
    return this.#retries.retryAfterMs;
  }

  /** Waits no longer to try again: a batch for which that is due has failed for now. */
  giveUpRetries(): void {
    this.#retries.giveUp();
  }

  /** Sends nothing from here on; a request on its way is left to itself. */
  close(): void {
    this.#retries.close();
  }

  /** In the words of the receiver. Only now: in the queue a span is there once, and not twice as large. */
  #inWords(spans: readonly ReadableSpan[]): readonly ReadableSpan[] {
    const { dialect } = this.#settings;
    return dialect === undefined ? spans : spans.map((span) => inDialect(span, dialect));
  }

  #create({ OTLPTraceExporter }: ExporterModule): SpanExporter {
    const { url, headers, timeoutMs, compression } = this.#settings;
    const exporter = withoutEnvHeaders(
      () =>
        new OTLPTraceExporter({
          url,
          headers: { ...headers },
          timeoutMillis: timeoutMs,
          // The enum of the exporter's base is not among its own exports.
          ...({ compression } as object),
          httpAgentOptions: idleAgentFactory(tlsSettings()),
        }),
    );
    this.#retries.take(exporter);
    return exporter;
  }
}

function exportTo(exporter: SpanExporter, spans: readonly ReadableSpan[]): Promise<SendResult> {
  return new Promise((resolve) => {
    exporter.export([...spans], ({ code, error }) => {
      if (code === ExportResultCode.SUCCESS) return resolve('sent');
      report('warn', `tracewright: ${spans.length} spans could not be sent`, error);
      resolve(isRefusal(error) ? 'refused' : 'failed');
    });
  });
}

/** The exporter gives a status code only for answers that must not be repeated. */
function isRefusal(error: Error | undefined): boolean {
  return error !== undefined && 'code' in error && typeof error.code === 'number';
}

/**
 * The settings have the headers of the environment where they belong. The exporter would add them to any receiver's,
 * and with them somebody else's key; it reads them as it is made.
 */
function withoutEnvHeaders<T>(create: () => T): T {
  const names = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'];
  const kept = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) delete process.env[name];
  try {
    return create();
  } finally {
    for (const [name, value] of kept) if (value !== undefined) process.env[name] = value;
  }
}
