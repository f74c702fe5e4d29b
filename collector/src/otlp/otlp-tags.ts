/**
 * Tags of the OTLP messages that we read and write: `field number << 3 | wire type`, as they stand on the wire.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto, `trace/v1`, `logs/v1`, `common/v1` and `resource/v1`
 */
export const REQUEST = { resourceSpans: 10, lastField: 1 } as const;

export const RESOURCE_SPANS = { resource: 10, scopeSpans: 18, schemaUrl: 26, lastField: 3 } as const;

export const RESOURCE = { attributes: 10, droppedAttributesCount: 16, lastField: 2 } as const;

export const SCOPE_SPANS = { scope: 10, spans: 18, schemaUrl: 26, lastField: 3 } as const;

export const SCOPE = { name: 10, version: 18, attributes: 26, droppedAttributesCount: 32, lastField: 4 } as const;

export const SPAN = {
  traceId: 10,
  spanId: 18,
  traceState: 26,
  parentSpanId: 34,
  name: 42,
  kind: 48,
  startTimeUnixNano: 57,
  endTimeUnixNano: 65,
  attributes: 74,
  droppedAttributesCount: 80,
  events: 90,
  droppedEventsCount: 96,
  links: 106,
  droppedLinksCount: 112,
  status: 122,
  flags: 133,
  lastField: 16,
} as const;

export const EVENT = { timeUnixNano: 9, name: 18, attributes: 26, droppedAttributesCount: 32, lastField: 4 } as const;

export const LINK = {
  traceId: 10,
  spanId: 18,
  traceState: 26,
  attributes: 34,
  droppedAttributesCount: 40,
  flags: 53,
  lastField: 6,
} as const;

/** `ResourceLogs` and `ScopeLogs` have the fields of their like in traces. */
export const LOG_RECORD = {
  timeUnixNano: 9,
  severityNumber: 16,
  severityText: 26,
  body: 42,
  attributes: 50,
  droppedAttributesCount: 56,
  flags: 69,
  traceId: 74,
  spanId: 82,
  observedTimeUnixNano: 89,
  eventName: 98,
  lastField: 12,
} as const;

/** Field 1 was a deprecated code: it is skipped like an unknown one. */
export const STATUS = { message: 18, code: 24, firstField: 2, lastField: 3 } as const;

export const KEY_VALUE = { key: 10, value: 18, lastField: 2 } as const;

export const ANY_VALUE = {
  stringValue: 10,
  boolValue: 16,
  intValue: 24,
  doubleValue: 33,
  arrayValue: 42,
  kvlistValue: 50,
  bytesValue: 58,
  lastField: 7,
} as const;

/** `ArrayValue` and `KeyValueList` alike: one repeated field. */
export const LIST = { values: 10, lastField: 1 } as const;
