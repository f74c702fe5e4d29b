import type { SpanDetail } from '@tracewright/schema';
import { useEffect, useState } from 'preact/hooks';
import { type Percentile, percentileOf } from './percentile.ts';

/** A selection that moves on faster than this asks nothing. */
const SETTLE_MS = 400;

/**
 * Compares a span with its like once the selection rests; undefined until that is known, and where there are too few to
 * tell.
 *
 * @param isRoot As {@link percentileOf} takes it.
 */
export function usePercentile(detail: SpanDetail | undefined, isRoot: boolean): Percentile | undefined {
  const [known, setKnown] = useState<{ readonly spanId: string; readonly percentile: Percentile | undefined }>();
  useEffect(() => {
    if (!detail || detail.status === 'running' || known?.spanId === detail.spanId) return undefined;
    let isCurrent = true;
    const timer = setTimeout(() => {
      percentileOf(detail, isRoot).then(
        (percentile) => isCurrent && setKnown({ spanId: detail.spanId, percentile }),
        // It is an extra: without it there is one line less.
        () => undefined,
      );
    }, SETTLE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [detail]);
  return known && known.spanId === detail?.spanId ? known.percentile : undefined;
}
