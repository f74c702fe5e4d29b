import type { AttributeValue } from '@opentelemetry/api';
import type { OwnRowSpan } from './row-span.ts';

const SCOPE = { name: '@tracewright/evaluate', version: '0.1.0' };
const ERROR_STATUS = 2;
const INTERNAL_KIND = 1;

/** A request of OTLP in JSON for the spans of rows that nobody else has recorded. */
export function ownSpanRequest(spans: readonly OwnRowSpan[]): object {
  return {
    resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: SCOPE, spans: spans.map(wireSpan) }] }],
  };
}

function wireSpan({ traceId, spanId, name, startMs, endMs, attributes, error }: OwnRowSpan): object {
  return {
    traceId,
    spanId,
    name,
    kind: INTERNAL_KIND,
    startTimeUnixNano: `${startMs}000000`,
    endTimeUnixNano: `${endMs}000000`,
    attributes: Object.entries(attributes).flatMap(([key, value]) =>
      value === undefined ? [] : { key, value: wireValue(value) },
    ),
    ...(error === undefined ? {} : { status: { code: ERROR_STATUS } }),
  };
}

function wireValue(value: AttributeValue): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.flatMap((item) => (item == null ? [] : wireValue(item))) } };
}
