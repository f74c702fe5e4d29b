import { isDeepStrictEqual } from 'node:util';
import { trace } from '@opentelemetry/api';
import { getBooleanFromEnv } from '@opentelemetry/core';
import { quietly, report } from '@tracewright/instrumentation-core';
import { activeTracing, setActiveTracing } from './active-tracing.ts';
import type { AutologOptions } from './options.ts';
import { startTracing } from './start-tracing.ts';
import type { Tracing } from './tracing.ts';

/**
 * Traces every call of the OpenAI SDK and every LangChain run of this process, loaded before or after, and sends the
 * spans over OTLP/HTTP. Synchronous; never throws: where it cannot be set up the app goes on untraced, and `diag` and the
 * console say why.
 *
 * A second call returns the same tracing until `shutdown()`. With `OTEL_SDK_DISABLED=true` nothing happens at all.
 *
 * @example
 * ```ts
 * const tracing = autolog({ experiment: 'support-bot' });
 * // …
 * await tracing.flush();
 * ```
 */
export function autolog(options: AutologOptions = {}): Tracing {
  const active = activeTracing();
  if (active) {
    if (!isDeepStrictEqual(active.options, options))
      report('warn', 'tracewright: autolog() is active already; the options of the first call hold until shutdown()');
    return active.tracing;
  }
  if (getBooleanFromEnv('OTEL_SDK_DISABLED')) return inertTracing();
  try {
    const { tracing: started, services } = startTracing(options);
    const tracing: Tracing = {
      ...started,
      shutdown: () => {
        if (activeTracing()?.tracing === tracing) setActiveTracing(undefined);
        return started.shutdown();
      },
    };
    setActiveTracing({ ...services, tracing, options });
    return tracing;
  } catch (error) {
    const text = 'tracewright: tracing could not be set up; the app goes on without it';
    report('error', text, error);
    // Few apps have a diagnostic logger, and an empty list of traces says nothing of a mistyped address.
    quietly('telling the user', () => console.warn(`${text}: ${error instanceof Error ? error.message : error}`));
    return inertTracing();
  }
}

function inertTracing(): Tracing {
  return {
    // Whatever the app has registered, which without any is a provider that does nothing.
    tracerProvider: { getTracer: (...scope) => trace.getTracerProvider().getTracer(...scope) },
    flush: async () => {},
    shutdown: async () => {},
  };
}
