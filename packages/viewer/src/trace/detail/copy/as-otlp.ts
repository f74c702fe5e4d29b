import type { SpanDetail } from '@tracewright/schema';

const STATUS_CODE = { unset: 0, ok: 1, error: 2, running: 0 } as const;

/** A span as a request of OTLP in JSON, which `/v1/traces` of any back-end takes. */
export function asOtlp(detail: SpanDetail): object {
  const { traceId, spanId, parentSpanId, name, otelKind, startNs, durationMs, status, statusMessage, scope } = detail;
  const span = {
    ...{ traceId, spanId, ...(parentSpanId === null ? {} : { parentSpanId }), name, kind: otelKind },
    startTimeUnixNano: startNs,
    endTimeUnixNano: (BigInt(startNs) + BigInt(Math.round(durationMs * 1_000)) * 1_000n).toString(),
    status: { code: STATUS_CODE[status], ...(statusMessage === null ? {} : { message: statusMessage }) },
    attributes: keyValues(detail.attributes),
    events: detail.events.map(({ name: event, timeNs, attributes }) => ({
      name: event,
      timeUnixNano: timeNs,
      attributes: keyValues(attributes),
    })),
    links: detail.links.map((link) => ({ ...link, attributes: keyValues(link.attributes) })),
  };
  const resource = { attributes: keyValues(detail.resource) };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] };
}

function keyValues(attributes: object): readonly object[] {
  return Object.entries(attributes).map(([key, value]: [string, unknown]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: unknown): object {
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  if (typeof value === 'object' && value !== null) return { kvlistValue: { values: keyValues(value) } };
  return value === null || value === undefined ? {} : { stringValue: String(value) };
}
