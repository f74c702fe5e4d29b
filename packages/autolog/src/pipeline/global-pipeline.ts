import { trace } from '@opentelemetry/api';
import { ensureContextManager } from '../otel/context-manager.ts';
import type { Pipeline } from './pipeline.ts';

/** Through the app's provider: its sampling, limits and exporters hold, and so does its way to end. */
export function globalPipeline(): Pipeline {
  ensureContextManager();
  return {
    tracerProvider: { getTracer: (...scope) => trace.getTracerProvider().getTracer(...scope) },
    flush: flushGlobal,
    shutdown: flushGlobal,
    onProcessEnd: () => {},
  };
}

async function flushGlobal(): Promise<void> {
  const registered = trace.getTracerProvider() as { getDelegate?: () => object };
  const provider: object = registered.getDelegate?.() ?? registered;
  if ('forceFlush' in provider && typeof provider.forceFlush === 'function') await provider.forceFlush();
}
