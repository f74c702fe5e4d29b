import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, suppressTracing } from '@opentelemetry/core';
import { report } from '@tracewright/instrumentation-core';
import { type ExportSettings, printableUrl, tlsSettings } from '../settings.ts';
import { idleAgentFactory } from './idle-agent.ts';
import { RetryControl } from './retry-control.ts';
import type { SpanEncoder } from './span-encoder.ts';

/** What came of a request. */
export interface SendResult {
  /** `refused`: the receiver will not take this request however often it is sent. */
  readonly outcome: 'sent' | 'failed' | 'refused';
  /** What the receiver said, or why nothing came of it; empty where all went well. */
  readonly reason: string;
}

/** A request on its way through OTel's exporter, which takes what it sends for records that are yet to be serialised. */
interface Request {
  readonly body: Uint8Array;
  readonly spanCount: number;
}

type ExporterBase = typeof import('@opentelemetry/otlp-exporter-base/node-http');
type Exporter = ReturnType<ExporterBase['createOtlpHttpExportDelegate']>;

const SENT: SendResult = { outcome: 'sent', reason: '' };
/** Requests go out one by one; the rest is for those that are given up, but not yet over. */
const MAX_CONCURRENT = 30;
/** Of what a receiver says when it refuses, UTF-16 units. */
const MAX_REASON = 200;

/** Sends requests through OTel's OTLP exporter, which retries and compresses. Loaded on first use. */
export class OtlpSender {
  readonly #settings: ExportSettings;
  readonly #encoder: SpanEncoder;
  readonly #retries = new RetryControl();
  #exporter: Exporter | undefined;

  constructor(settings: ExportSettings, encoder: SpanEncoder) {
    this.#settings = settings;
    this.#encoder = encoder;
  }

  /** Loads the exporter in the background. @throws Error if it is not installed. */
  async load(): Promise<Exporter> {
    this.#exporter ??= this.#create(await import('@opentelemetry/otlp-exporter-base/node-http'));
    return this.#exporter;
  }

  /** Sends with retries, within the time-out. Never rejects. */
  async send(body: Uint8Array, spanCount: number): Promise<SendResult> {
    try {
      const exporter = await this.load();
      // Our own requests are no part of the app's traces; and the request must not hold the app's context.
      const result = await context.with(
        suppressTracing(ROOT_CONTEXT),
        () => new Promise<ExportResult>((resolve) => exporter.export({ body, spanCount } satisfies Request, resolve)),
      );
      if (result.code === ExportResultCode.SUCCESS) return SENT;
      const reason = this.#reasonOf(result.error);
      report('warn', `tracewright: ${spanCount} spans could not be sent: ${reason}`, result.error);
      return { outcome: statusOf(result.error) === undefined ? 'failed' : 'refused', reason };
    } catch (error) {
      report('error', 'tracewright: the OTLP exporter cannot be used', error);
      return { outcome: 'refused', reason: 'the OTLP exporter cannot be used' };
    }
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

  #create({ createOtlpHttpExportDelegate }: ExporterBase): Exporter {
    const { url, headers, timeoutMs, compression } = this.#settings;
    const exporter = createOtlpHttpExportDelegate<unknown, unknown>(
      {
        url,
        // The exporter adds to what it is given.
        headers: async () => ({ ...headers, 'Content-Type': this.#encoder.contentType }),
        timeoutMillis: timeoutMs,
        compression,
        concurrencyLimit: MAX_CONCURRENT,
        agentFactory: idleAgentFactory(tlsSettings()) as never,
      },
      {
        serializeRequest: (request) => (request as Request).body,
        deserializeResponse: (bytes) => this.#encoder.decodeResponse(bytes),
      },
      'otlp_http_span_exporter',
      { name: 'span', countItems: (request) => (request as Request).spanCount },
      undefined,
    );
    this.#retries.take(exporter);
    return exporter;
  }

  #reasonOf(error: Error | undefined): string {
    const url = printableUrl(this.#settings.url);
    const status = statusOf(error);
    if (status === undefined) return `${url} cannot be reached or is too busy (${error?.message || 'no answer'})`;
    const { message, data } = error as Error & { readonly data?: string };
    const words = [message, data].filter(Boolean).join(': ').replaceAll(/\s+/g, ' ').slice(0, MAX_REASON);
    return `${url} answered ${status} ${words}`.trimEnd();
  }
}

/** The exporter gives a status code only for answers that must not be repeated. */
function statusOf(error: Error | undefined): number | undefined {
  return error !== undefined && 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}
