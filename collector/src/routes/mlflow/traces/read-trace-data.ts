import * as v from 'valibot';
import { parsedJson } from '../../../normalise/read-attribute.ts';
import { parseJson } from '../../../otlp/parse-json.ts';
import { refuseDeep } from '../../../untrusted-json.ts';
import { parseRequest } from '../endpoint.ts';
import { attributesJson } from './any-value-json.ts';
import { MLFLOW_SPAN } from './span-exchange.ts';

const record = v.nullish(v.record(v.string(), v.unknown()), () => ({}));
/** Nanoseconds; beyond 2^53 the parser has left them as text. */
const time = v.nullish(v.pipe(v.union([v.number(), v.string()]), v.transform(String)), '0');
const text = v.nullish(v.string(), '');

/** A span as MLflow's clients of today write it into a file. */
const SpanV3 = v.object({
  span_id: v.string(),
  parent_span_id: text,
  name: text,
  start_time_unix_nano: time,
  end_time_unix_nano: time,
  status: v.nullish(v.object({ code: text, message: text }), () => ({ code: '', message: '' })),
  attributes: record,
  events: v.nullish(v.array(v.object({ name: text, time_unix_nano: time, attributes: record })), () => []),
});

/** The same as those before 3 did. */
const SpanV2 = v.pipe(
  v.object({
    context: v.object({ span_id: v.string() }),
    parent_id: text,
    name: text,
    start_time: time,
    end_time: time,
    status_code: text,
    status_message: text,
    attributes: record,
    events: v.nullish(v.array(v.object({ name: text, timestamp: time, attributes: record })), () => []),
  }),
  v.transform((span) => ({
    span_id: span.context.span_id,
    parent_span_id: span.parent_id,
    name: span.name,
    start_time_unix_nano: span.start_time,
    end_time_unix_nano: span.end_time,
    status: { code: span.status_code, message: span.status_message },
    attributes: span.attributes,
    events: span.events.map(({ timestamp, ...event }) => ({ ...event, time_unix_nano: timestamp })),
  })),
);

const TraceData = v.object({ spans: v.array(v.union([SpanV2, SpanV3])) });

/**
 * Makes an OTLP request in JSON of the `traces.json` of one trace. Values of attributes, which stand there as texts of
 * JSON, become values again, as clients send them over OTLP.
 *
 * @throws ApiError `MALFORMED_REQUEST` if it is not JSON, `INVALID_PARAMETER_VALUE` if it holds no spans of MLflow's.
 */
export function otlpOfTraceData(body: Uint8Array, traceId: string): Uint8Array {
  const given = parseJson(body);
  refuseDeep(given);
  const { spans } = parseRequest(TraceData, given as Record<string, unknown>);
  const sent = spans.map((span) => ({
    // Clients before 3 had an id of their own for a trace, which is not that of its spans.
    traceId,
    spanId: hexOf(span.span_id),
    parentSpanId: hexOf(span.parent_span_id ?? ''),
    name: span.name,
    startTimeUnixNano: span.start_time_unix_nano,
    endTimeUnixNano: span.end_time_unix_nano,
    status: { code: statusCode(span.status.code ?? ''), message: span.status.message },
    attributes: values(span.attributes),
    events: span.events.map((event) => ({
      name: event.name,
      timeUnixNano: event.time_unix_nano,
      attributes: attributesJson(event.attributes),
    })),
  }));
  return new TextEncoder().encode(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: sent }] }] }));
}

function values(attributes: Readonly<Record<string, unknown>>): readonly object[] {
  const entries = Object.entries(attributes).filter(([key]) => key !== MLFLOW_SPAN.traceRequestId);
  return attributesJson(
    Object.fromEntries(entries.map(([key, value]) => [key, typeof value === 'string' ? parsedJson(value) : value])),
  );
}

/** Ids are base64, or hex, with `0x` before it where clients are old. */
function hexOf(id: string): string {
  if (/^(?:0x)?[0-9a-f]{1,16}$/i.test(id)) return id.replace(/^0x/i, '').padStart(16, '0');
  return Buffer.from(id, 'base64').toString('hex');
}

function statusCode(code: string): number {
  if (code.endsWith('ERROR')) return 2;
  return code.endsWith('OK') ? 1 : 0;
}
