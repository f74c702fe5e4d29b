import type { SpanDetail } from '@tracewright/schema';
import { useEffect, useState } from 'preact/hooks';
import { connection } from '../../api/connection.ts';
import type { SpanCache } from '../../api/span-cache.ts';

/** A selection that moves on faster than this is not worth a request. */
const SETTLE_MS = 60;

export interface SpanDetailState {
  readonly detail: SpanDetail | undefined;
  readonly failure: string | undefined;
}

/**
 * The payload of the selected span: at once if it is there, else once the selection rests.
 * A failure is tried again once the collector is back.
 *
 * @param spanId Undefined where what is selected has no payload.
 * @param version A running span is read again when this changes.
 */
export function useSpanDetail(cache: SpanCache, spanId: string | undefined, version: unknown): SpanDetailState {
  const [loaded, setLoaded] = useState<{ readonly spanId: string; readonly state: SpanDetailState }>();
  const cached = spanId === undefined ? undefined : cache.peek(spanId);

  useEffect(() => {
    if (spanId === undefined || cache.peek(spanId)) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      cache.load(spanId).then(
        (detail) => isCurrent && setLoaded({ spanId, state: { detail, failure: undefined } }),
        (error: Error) => isCurrent && setLoaded({ spanId, state: { detail: undefined, failure: error.message } }),
      );
    }, SETTLE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [cache, spanId, version, connection.value.state]);

  if (cached) return { detail: cached, failure: undefined };
  return loaded && loaded.spanId === spanId ? loaded.state : { detail: undefined, failure: undefined };
}
