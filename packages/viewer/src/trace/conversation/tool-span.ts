import { GEN_AI, type Page, type SpanSummary } from '@tracewright/schema';
import { getJson } from '../../api/request.ts';
import { filterValue } from '../../format/filter-literal.ts';

/**
 * The span in which a tool ran that a model had asked for; undefined where the trace has none that says so.
 *
 * @param callId As the model gave it.
 * @throws ApiFailure
 */
export async function toolSpanId(traceId: string, callId: string): Promise<string | undefined> {
  const filter = `id = '${traceId}' AND attributes.${GEN_AI.toolCallId} = ${filterValue(callId)}`;
  const { items } = await getJson<Page<SpanSummary>>(`/api/v1/spans?${new URLSearchParams({ filter, limit: '1' })}`);
  return items[0]?.spanId;
}
