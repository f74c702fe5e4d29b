import type { AggregateAnswer, SpanDetail } from '@tracewright/schema';
import { useEffect, useState } from 'preact/hooks';
import { getJson } from '../../api/request.ts';
import { filterValue } from '../../format/filter-literal.ts';

/** A selection that moves on faster than this asks nothing: the answer looks at all spans of that name. */
const SETTLE_MS = 400;

/** Where the length of a span lies among those of its name and kind in all traces. */
export interface Percentile {
  readonly count: number;
  /** Of them, how many took as long or less. */
  readonly notLonger: number;
  readonly p50Us: number;
  readonly p95Us: number;
}

/**
 * Compares a span with its like; undefined until that is known, and where there are too few to tell.
 *
 * @param isRoot It is as long as its trace: traces are quick to compare, and every page of one begins at its root.
 */
export function usePercentile(detail: SpanDetail | undefined, isRoot: boolean): Percentile | undefined {
  const [known, setKnown] = useState<{ readonly spanId: string; readonly percentile: Percentile | undefined }>();
  useEffect(() => {
    if (!detail || detail.status === 'running' || known?.spanId === detail.spanId) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      percentileOf(detail, isRoot, stop.signal).then(
        (percentile) => setKnown({ spanId: detail.spanId, percentile }),
        // It is an extra: without it there is one line less.
        () => undefined,
      );
    }, SETTLE_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [detail]);
  return known && known.spanId === detail?.spanId ? known.percentile : undefined;
}

async function percentileOf(
  { name, kind, durationMs }: SpanDetail,
  isRoot: boolean,
  signal: AbortSignal,
): Promise<Percentile | undefined> {
  const alike = `name = ${filterValue(name)}${isRoot ? '' : ` AND kind = '${kind}'`}`;
  const ask = async (filter: string) => {
    const query = new URLSearchParams({ of: isRoot ? 'traces' : 'spans', filter, limit: '1' });
    return (await getJson<AggregateAnswer>(`/api/v1/aggregates?${query}`, signal)).total;
  };
  const [all, notLonger] = await Promise.all([ask(alike), ask(`${alike} AND duration <= ${durationMs}`)]);
  const lengths = all.durationMs;
  if (!lengths || lengths.count < 2) return undefined;
  return {
    count: lengths.count,
    notLonger: notLonger.durationMs?.count ?? 0,
    p50Us: lengths.p50 * 1_000,
    p95Us: lengths.p95 * 1_000,
  };
}
