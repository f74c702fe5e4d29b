import type { Page, SpanDetail, TraceDetail, TraceSkeleton, TraceSummary } from '@tracewright/schema';
import { getJson } from './request.ts';

/** Which traces to list. Absent fields do not filter. */
export interface TraceFilter {
  readonly status?: string | undefined;
  readonly model?: string | undefined;
  /** In the filter language. */
  readonly filter?: string | undefined;
}

/** One page of traces, newest first. */
export function listTraces(
  filter: TraceFilter,
  limit: number,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Page<TraceSummary>> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (cursor !== null) query.set('cursor', cursor);
  if (filter.status) query.set('status', filter.status);
  if (filter.model) query.set('model', filter.model);
  if (filter.filter) query.set('filter', filter.filter);
  return getJson(`/api/v1/traces?${query}`, signal);
}

export function getTrace(traceId: string, signal?: AbortSignal): Promise<TraceDetail> {
  return getJson(`/api/v1/traces/${encodeURIComponent(traceId)}`, signal);
}

export function getSkeleton(traceId: string, signal?: AbortSignal): Promise<TraceSkeleton> {
  return getJson(`/api/v1/traces/${encodeURIComponent(traceId)}/skeleton`, signal);
}

export function getSpan(traceId: string, spanId: string): Promise<SpanDetail> {
  return getJson(`/api/v1/traces/${encodeURIComponent(traceId)}/spans/${encodeURIComponent(spanId)}`);
}
