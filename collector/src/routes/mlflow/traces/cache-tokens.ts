import { allOf, compare } from '../../../filter/expression.ts';
import type { SpanColumns, TraceRow } from '../../../storage/spans/span-store.ts';
import type { MlflowContext } from '../endpoint.ts';
import { type Asked, measuredSpans, type Readers } from './metric-observations.ts';

/** Tokens of a call that have to do with a cache of prompts, by MLflow's name of their sum. */
const COLUMNS: Readonly<Record<string, 'cacheReadTokens' | 'cacheWriteTokens'>> = {
  cache_read_input_tokens: 'cacheReadTokens',
  cache_creation_input_tokens: 'cacheWriteTokens',
};

/**
 * Reads such a metric of traces, whose summaries do not have it: their calls are looked at. Nothing for any other metric.
 */
export async function cacheTokens(
  metric: string,
  asked: Asked,
  context: MlflowContext,
): Promise<Readers<TraceRow, number>> {
  const column = Object.hasOwn(COLUMNS, metric) ? COLUMNS[metric] : undefined;
  if (column === undefined) return {};
  const sums = new Map<string, number>();
  const calls = allOf(asked.spans, compare('kind', 'in', 'llm', 'embedding', 'reranker'));
  for await (const { subject } of measuredSpans({ ...asked, spans: calls }, context))
    add(sums, subject, subject[column]);
  return { [metric]: ({ traceId }) => sums.get(traceId) };
}

/** @param tokens -1: none are known */
function add(sums: Map<string, number>, { traceId }: SpanColumns, tokens: number): void {
  if (tokens >= 0) sums.set(traceId, (sums.get(traceId) ?? 0) + tokens);
}
