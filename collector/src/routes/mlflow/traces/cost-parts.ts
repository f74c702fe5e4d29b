import { allOf, compare } from '../../../filter/expression.ts';
import type { SpanColumns, SpanIds } from '../../../storage/spans/span-store.ts';
import type { MlflowContext } from '../endpoint.ts';
import { type Asked, measuredSpans, type Readers } from './metric-observations.ts';

/** Parts of a cost that are for what a model said. */
const OUTPUT_PARTS: ReadonlySet<string> = new Set(['output', 'reasoning', 'audio_output', 'image_output']);
/** A flat price of a request is for neither. */
const NEITHER = 'request';

const COUNTS: Readonly<Record<string, (part: string) => boolean>> = {
  input_cost: (part) => part !== NEITHER && !OUTPUT_PARTS.has(part),
  output_cost: (part) => OUTPUT_PARTS.has(part),
};

/** Calls that are read at once. */
const CALLS_AT_ONCE = 50;

/**
 * Reads what the input or the output of calls cost, USD, which only the spans as they were sent tell: all calls that
 * match are unpacked. Nothing for any other metric.
 */
export async function costParts(
  metric: string,
  asked: Asked,
  context: MlflowContext,
): Promise<Readers<SpanColumns, number>> {
  const counts = Object.hasOwn(COUNTS, metric) ? COUNTS[metric] : undefined;
  if (counts === undefined) return {};
  const costs = new Map<string, number>();
  const calls = allOf(asked.spans, compare('kind', 'in', 'llm', 'embedding', 'reranker'));
  let unread: SpanIds[] = [];
  const read = async (): Promise<void> => {
    await addCosts(costs, unread, counts, context);
    unread = [];
  };
  for await (const { subject } of measuredSpans({ ...asked, spans: calls }, context)) {
    if (unread.push(subject) === CALLS_AT_ONCE) await read();
  }
  await read();
  return { [metric]: (span) => costs.get(keyOf(span)) };
}

async function addCosts(
  costs: Map<string, number>,
  calls: readonly SpanIds[],
  counts: (part: string) => boolean,
  { traces, principal }: MlflowContext,
): Promise<void> {
  const ids = calls.map(({ traceId, spanId }) => ({ traceId, spanId }));
  for (const span of await traces.spans.getSpansById(principal.workspaceId, ids)) {
    const parts = Object.entries(traces.spanDetail(span).cost?.partsUsd ?? {}).filter(([part]) => counts(part));
    if (parts.length === 0) continue;
    costs.set(
      keyOf(span.record),
      parts.reduce((sum, [, usd]) => sum + usd, 0),
    );
  }
}

function keyOf({ traceId, spanId }: SpanIds): string {
  return `${traceId}${spanId}`;
}
