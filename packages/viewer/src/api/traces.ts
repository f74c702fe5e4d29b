import type {
  Page,
  ScoreOrder,
  SpanDetail,
  TraceDetail,
  TraceOrder,
  TraceSkeleton,
  TraceSummary,
} from '@tracewright/schema';
import { askedTraces, type TraceFilter } from './asked.ts';
import { getBytes, getJson, sendJson } from './request.ts';
import { inWorkspace } from './session.ts';

/** One page of traces in the order that is named: the newest first by default. */
export function listTraces(
  filter: TraceFilter,
  limit: number,
  cursor: string | null,
  signal?: AbortSignal,
  order: TraceOrder | ScoreOrder = 'start',
): Promise<Page<TraceSummary>> {
  const query = askedTraces(filter, { limit: String(limit) });
  if (order !== 'start') query.set('order', order);
  if (cursor !== null) query.set('cursor', cursor);
  return getJson(`/api/v1/traces?${query}`, signal);
}

/** @throws ApiFailure */
export function deleteTrace(traceId: string): Promise<void> {
  return sendJson('DELETE', `/api/v1/traces/${encodeURIComponent(traceId)}`);
}

/** @throws ApiFailure */
export function setTag(traceId: string, key: string, value: string): Promise<void> {
  return sendJson('PUT', `/api/v1/traces/${encodeURIComponent(traceId)}/tags/${encodeURIComponent(key)}`, { value });
}

/** Where a browser downloads the traces of a filter: as OTLP JSON lines, or their spans as CSV. */
export function exportAddress(filter: TraceFilter, format: 'otlp' | 'csv'): string {
  return inWorkspace(`/api/v1/export?${askedTraces(filter, { format })}`);
}

export function getTrace(traceId: string, signal?: AbortSignal): Promise<TraceDetail> {
  return getJson(`/api/v1/traces/${encodeURIComponent(traceId)}`, signal);
}

export function getSkeleton(traceId: string, signal?: AbortSignal): Promise<TraceSkeleton> {
  return getJson(`/api/v1/traces/${encodeURIComponent(traceId)}/skeleton`, signal);
}

/** A `TraceSkeleton` as it came: a worker reads it. */
export function getSkeletonBytes(traceId: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  return getBytes(`/api/v1/traces/${encodeURIComponent(traceId)}/skeleton`, signal);
}

export function getSpan(traceId: string, spanId: string): Promise<SpanDetail> {
  return getJson(`/api/v1/traces/${encodeURIComponent(traceId)}/spans/${encodeURIComponent(spanId)}`);
}
