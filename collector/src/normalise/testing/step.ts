import { decodeTraceRequest } from '../../otlp/decode-trace-request.ts';
import type { OtlpSpan } from '../../otlp/otlp-request.ts';
import { attributes, jsonBody, sampleRequest, sampleSpan } from '../../otlp/testing/sample-request.ts';

type Values = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A span with these attributes, decoded as if it had been sent; `given` are further fields of OTLP's JSON. */
export function stepWith(values: Values, given: object = {}): OtlpSpan {
  const body = jsonBody(sampleRequest([sampleSpan({ attributes: attributes(values), ...given })]));
  const span = decodeTraceRequest(body, 'json').resourceSpans[0]?.scopeSpans[0]?.spans[0];
  if (span === undefined) throw new Error('the sample has no span');
  return span;
}
