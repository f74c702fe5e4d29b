import type { AttributeValue } from '../../../otlp/attributes.ts';
import { attributeRecord } from '../../../otlp/attributes.ts';
import { decodeSpan } from '../../../otlp/read-span.ts';
import type { StoredSpan } from '../../../storage/spans/span-store.ts';
import { shownAttributes } from './shown-attributes.ts';
import { MLFLOW_SPAN } from './span-exchange.ts';
import type { TraceDeps } from './trace-deps.ts';
import { mlflowTraceId } from './trace-id.ts';

const STATUS = ['STATUS_CODE_UNSET', 'STATUS_CODE_OK', 'STATUS_CODE_ERROR'] as const;

/** The spans of a trace as MLflow keeps them in a `traces.json`: values of attributes are texts of JSON. */
export function traceDataJson(spans: readonly StoredSpan[], deps: TraceDeps): object {
  return { spans: spans.map((span) => spanDataJson(span, deps)) };
}

function spanDataJson(stored: StoredSpan, { spanDetail }: TraceDeps): object {
  const { record } = stored;
  const span = decodeSpan(record.payload);
  const detail = spanDetail(stored);
  const attributes = {
    [MLFLOW_SPAN.traceRequestId]: mlflowTraceId(record.traceId),
    ...detail.attributes,
    ...shownAttributes(detail),
  };
  return {
    trace_id: base64(record.traceId),
    span_id: base64(record.spanId),
    parent_span_id: span.parentSpanId === '' ? null : base64(span.parentSpanId),
    name: span.name,
    start_time_unix_nano: span.startNs.toString(),
    end_time_unix_nano: record.isPending ? null : span.endNs.toString(),
    events: span.events.map(({ name, timeNs, attributes: of }) => ({
      name,
      time_unix_nano: timeNs.toString(),
      attributes: attributeRecord(of),
    })),
    status: { code: STATUS[span.statusCode] ?? STATUS[0], message: span.statusMessage },
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, JSON.stringify(value as AttributeValue)]),
    ),
    links: span.links.map(({ traceId, spanId, attributes: of }) => ({
      trace_id: mlflowTraceId(traceId),
      span_id: spanId,
      attributes: attributeRecord(of),
    })),
  };
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}
