import { getNumberFromEnv } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { appSampler } from './sampler.ts';

/** Far above what a content attribute takes under the content rules; it guards against giant values of the app's own. */
const MAX_VALUE_LENGTH = 1024 * 1024;
/** OTel's 128 would silently drop what comes after; an LLM span with metadata and costs can have more. */
const MAX_COUNT = 512;

/** A tracer provider of our own, never registered globally, with every limit said. */
export function ownProvider(resource: Resource, spanProcessors: SpanProcessor[]): BasicTracerProvider {
  const valueLength =
    getNumberFromEnv('OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT') ??
    getNumberFromEnv('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT') ??
    MAX_VALUE_LENGTH;
  return new BasicTracerProvider({
    resource,
    sampler: appSampler(),
    spanLimits: {
      attributeValueLengthLimit: valueLength,
      attributeCountLimit: MAX_COUNT,
      eventCountLimit: MAX_COUNT,
      linkCountLimit: 128,
      attributePerEventCountLimit: 128,
      attributePerLinkCountLimit: 128,
    },
    spanProcessors,
  });
}
