/** An attribute in OTLP's JSON: texts, integers, doubles, booleans and lists of texts by their JavaScript type. */
export function attribute(key: string, value: string | number | boolean | readonly string[]): object {
  return { key, value: anyValue(value) };
}

/** Attributes in OTLP's JSON, from a record. */
export function attributes(record: Readonly<Record<string, string | number | boolean | readonly string[]>>): object[] {
  return Object.entries(record).map(([key, value]) => attribute(key, value));
}

function anyValue(value: string | number | boolean | readonly string[]): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map(anyValue) } };
}

export const TRACE_ID = '5b8efff798038103d269b633813fc60c';
export const SPAN_ID = 'eee19b7ec3c1b174';
export const START_NS = 1_790_000_000_000_000_000n;

/** A root span of 250 ms in OTLP's JSON, with what the test is about. */
export function sampleSpan(given: object = {}): object {
  return {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    name: 'chat gpt-4o',
    kind: 3,
    startTimeUnixNano: String(START_NS),
    endTimeUnixNano: String(START_NS + 250_000_000n),
    attributes: [],
    ...given,
  };
}

/** A request in OTLP's JSON with these spans, of a service `shop` and the scope `tests` 1.0. */
export function sampleRequest(spans: readonly object[], resource: Readonly<Record<string, string>> = {}): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: attributes({ 'service.name': 'shop', ...resource }) },
        scopeSpans: [{ scope: { name: 'tests', version: '1.0' }, spans }],
      },
    ],
  };
}

export function jsonBody(request: object): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(request));
}
