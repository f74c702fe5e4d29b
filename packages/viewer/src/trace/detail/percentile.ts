import type { AggregateAnswer, SpanDetail } from '@tracewright/schema';
import { getJson } from '../../api/request.ts';
import { filterValue } from '../../format/filter-literal.ts';

/** Where the length of a span lies among those of its name and kind in all traces. */
export interface Percentile {
  readonly count: number;
  /** Of them, how many took as long or less. */
  readonly notLonger: number;
  readonly p50Us: number;
  readonly p95Us: number;
}

/** So long an answer about a step is good enough, ms: each looks at all spans of its name. */
const KEPT_MS = 300_000;

type Total = AggregateAnswer['total'];
const kept = new Map<string, { readonly atMs: number; readonly total: Promise<Total> }>();

/**
 * Compares a span with its like; undefined where there are too few to tell. What is known of a step is asked for once,
 * however many of its spans are looked at.
 *
 * @param isRoot It is as long as its trace: traces are quick to compare, and every page of one begins at its root.
 * @throws ApiFailure
 */
export async function percentileOf(detail: SpanDetail, isRoot: boolean): Promise<Percentile | undefined> {
  const { name, kind, durationMs } = detail;
  const alike = `name = ${filterValue(name)}${isRoot ? '' : ` AND kind = '${kind}'`}`;
  const all = (await totalOf(alike, isRoot)).durationMs;
  if (!all || all.count < 2) return undefined;
  const notLonger = (await totalOf(`${alike} AND duration <= ${durationMs}`, isRoot)).durationMs;
  return {
    count: all.count,
    notLonger: Math.min(all.count, notLonger?.count ?? 0),
    p50Us: all.p50 * 1_000,
    p95Us: all.p95 * 1_000,
  };
}

function totalOf(filter: string, isRoot: boolean): Promise<Total> {
  const query = new URLSearchParams({ of: isRoot ? 'traces' : 'spans', filter, limit: '1' });
  const path = `/api/v1/aggregates?${query}`;
  const known = kept.get(path);
  if (known && Date.now() - known.atMs < KEPT_MS) return known.total;
  const total = getJson<AggregateAnswer>(path).then((answer) => answer.total);
  // A failure is not kept.
  total.catch(() => kept.delete(path));
  kept.set(path, { atMs: Date.now(), total });
  return total;
}
