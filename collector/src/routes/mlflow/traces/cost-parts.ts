import { allOf, compare } from '../../../filter/expression.ts';
import type { SpanColumns } from '../../../storage/spans/span-store.ts';
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
  const traceIds = new Set<string>();
  const calls = allOf(asked.spans, compare('kind', 'in', 'llm', 'embedding', 'reranker'));
  for await (const { subject } of measuredSpans({ ...asked, spans: calls }, context)) traceIds.add(subject.traceId);
  const costs = new Map<string, number>();
  for (const traceId of traceIds) await addCosts(costs, traceId, counts, context);
  return { [metric]: ({ traceId, spanId }) => costs.get(`${traceId}${spanId}`) };
}

async function addCosts(
  costs: Map<string, number>,
  traceId: string,
  counts: (part: string) => boolean,
  { traces, principal }: MlflowContext,
): Promise<void> {
  for (const span of (await traces.spans.getStoredSpans(principal.workspaceId, traceId)) ?? []) {
    const parts = Object.entries(traces.spanDetail(span).cost?.partsUsd ?? {}).filter(([part]) => counts(part));
    if (parts.length === 0) continue;
    costs.set(
      `${traceId}${span.record.spanId}`,
      parts.reduce((sum, [, usd]) => sum + usd, 0),
    );
  }
}
