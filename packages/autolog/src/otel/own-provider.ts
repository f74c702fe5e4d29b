import type { Tracer, TracerProvider } from '@opentelemetry/api';
import { getNumberFromEnv } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { Sampler, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { appSampler } from './sampler.ts';
import { OwnTracer } from './span/own-tracer.ts';
import type { SpanLimits } from './span/span-limits.ts';

/** Far above what a content attribute takes under the content rules; it guards against giant values of the app's own. */
const MAX_VALUE_LENGTH = 1024 * 1024;
/** OTel's 128 would silently drop what comes after; an LLM span with metadata and costs can have more. */
const MAX_COUNT = 512;
const MAX_LISTED = 128;

/** A tracer provider of our own, never registered globally, with every limit said. */
export class OwnProvider implements TracerProvider {
  readonly #resource: Resource;
  readonly #processors: readonly SpanProcessor[];
  readonly #sampler: Sampler = appSampler();
  readonly #limits: SpanLimits = {
    valueLength: valueLengthLimit(),
    attributes: MAX_COUNT,
    events: MAX_COUNT,
    links: MAX_LISTED,
    listedAttributes: MAX_LISTED,
  };
  readonly #tracers = new Map<string, Tracer>();
  #last: { readonly name: string; readonly version: string | undefined; readonly tracer: Tracer } | undefined;

  constructor(resource: Resource, processors: readonly SpanProcessor[]) {
    this.#resource = resource;
    this.#processors = processors;
  }

  getTracer(name: string, version?: string, options?: { readonly schemaUrl?: string }): Tracer {
    const schemaUrl = options?.schemaUrl;
    const last = this.#last;
    // An instrumentation asks at each call.
    if (last !== undefined && last.name === name && last.version === version && schemaUrl === undefined) {
      return last.tracer;
    }
    const key = `${name}@${version || ''}:${schemaUrl || ''}`;
    const tracer = this.#tracers.get(key) ?? this.#newTracer(name, version, schemaUrl);
    this.#tracers.set(key, tracer);
    if (schemaUrl === undefined) this.#last = { name, version, tracer };
    return tracer;
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.#processors.map((processor) => processor.shutdown()));
  }

  #newTracer(name: string, version: string | undefined, schemaUrl: string | undefined): Tracer {
    const scope = {
      name,
      ...(version === undefined ? {} : { version }),
      ...(schemaUrl === undefined ? {} : { schemaUrl }),
    };
    return new OwnTracer(
      { sampler: this.#sampler, processors: this.#processors },
      { resource: this.#resource, scope, limits: this.#limits, watchers: this.#processors },
    );
  }
}

/** UTF-16 units. OpenTelemetry's SDK takes anything below 1 for no limit. */
function valueLengthLimit(): number {
  const limit =
    getNumberFromEnv('OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT') ??
    getNumberFromEnv('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT') ??
    MAX_VALUE_LENGTH;
  return limit > 0 ? limit : Number.POSITIVE_INFINITY;
}
