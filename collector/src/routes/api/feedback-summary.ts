import type { FeedbackSummary, FeedbackValue, Page } from '@tracewright/schema';
import { allOf, type Expression } from '../../filter/expression.ts';
import { Quantiles } from '../../storage/spans/questions/quantiles.ts';
import type { SpanStore } from '../../storage/spans/span-store.ts';
import type { Judgement } from '../../storage/tracking/trace-notes/trace-note-store.ts';
import type { TraceNotes } from './trace-notes.ts';
import { tracesOf } from './traces-of.ts';

const MAX_VALUES = 20;
/** Traces that are asked for at once. */
const PAGE = 1_000;

/** What was said about the traces of a filter, name by name. */
export async function feedbackSummary(
  spans: SpanStore,
  notes: TraceNotes,
  workspaceId: string,
  filter: Expression,
): Promise<Page<FeedbackSummary>> {
  const all = await notes.judgements(workspaceId);
  const matching = await matchingOf([...new Set(all.map(({ traceId }) => traceId))], spans, workspaceId, filter);
  const byName = Map.groupBy(
    all.filter(({ traceId }) => matching.has(traceId)),
    ({ name }) => name,
  );
  const items = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, of]) => summaryOf(name, of));
  return { items, nextCursor: null, total: items.length, totalIsEstimate: false };
}

async function matchingOf(
  traceIds: readonly string[],
  spans: SpanStore,
  workspaceId: string,
  filter: Expression,
): Promise<ReadonlySet<string>> {
  const matching = new Set<string>();
  for (let from = 0; from < traceIds.length; from += PAGE) {
    const among: Expression = { type: 'traceIds', traceIds: new Set(traceIds.slice(from, from + PAGE)) };
    for await (const traceId of tracesOf(spans, workspaceId, allOf(among, filter))) matching.add(traceId);
  }
  return matching;
}

function summaryOf(name: string, judgements: readonly Judgement[]): FeedbackSummary {
  const bySource = { human: 0, judge: 0, code: 0 };
  const numbers = new Quantiles();
  const counts = new Map<FeedbackValue, number>();
  for (const { value, sourceKind } of judgements) {
    bySource[sourceKind]++;
    if (typeof value !== 'string') numbers.add(Number(value));
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
  const hasNumbers = numbers.count > 0;
  return {
    name,
    count: judgements.length,
    traceCount: new Set(judgements.map(({ traceId }) => traceId)).size,
    bySource,
    mean: hasNumbers ? numbers.sum / numbers.count : null,
    quantiles: hasNumbers ? { p50: numbers.at(0.5), p95: numbers.at(0.95), p99: numbers.at(0.99) } : null,
    values: values.slice(0, MAX_VALUES),
  };
}
