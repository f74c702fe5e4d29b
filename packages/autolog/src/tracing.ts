import type { TracerProvider } from '@opentelemetry/api';

/** What `autolog()` gives back. No method of it ever rejects. */
export interface Tracing {
  /** For spans of your own where the app has an OpenTelemetry set-up besides; else `@opentelemetry/api` will do. */
  readonly tracerProvider: TracerProvider;
  /** Resolves when every ended span has been sent, or when sending failed for now. */
  flush(): Promise<void>;
  /** Flushes, stops, and restores the patched originals. `autolog()` may be called again afterwards. */
  shutdown(): Promise<void>;
}
