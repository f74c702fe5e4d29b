import type { TracerProvider } from '@opentelemetry/api';

/** How long {@link Tracing.flush} may take. */
export interface FlushOptions {
  /**
   * Longest wait, ms: what has not been sent by then stays queued. Default: no limit of its own. A receiver that
   * cannot be reached is given two seconds, one that takes a request and never answers `OTEL_EXPORTER_OTLP_TIMEOUT`,
   * which is ten.
   */
  readonly timeoutMs?: number;
}

/** What `autolog()` gives back. No method of it ever rejects. */
export interface Tracing {
  /** For spans of your own where the app has an OpenTelemetry set-up besides; else `@opentelemetry/api` will do. */
  readonly tracerProvider: TracerProvider;
  /** Resolves when every ended span has been sent, or when sending failed for now. */
  flush(options?: FlushOptions): Promise<void>;
  /** Flushes, stops, and restores the patched originals. `autolog()` may be called again afterwards. */
  shutdown(): Promise<void>;
}
