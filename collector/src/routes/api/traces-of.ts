import type { Expression } from '../../filter/expression.ts';
import type { SpanStore, TraceKey, TraceRow } from '../../storage/spans/span-store.ts';

/** Traces that are asked for at once. */
const PAGE = 200;

/** All traces that match, the newest start first. Searches that pause are gone on with. */
export async function* rowsOf(
  spans: Pick<SpanStore, 'listTraces'>,
  workspaceId: string,
  filter: Expression,
  rowsAtOnce: number = PAGE,
): AsyncGenerator<TraceRow> {
  let after: TraceKey | undefined;
  for (let hasMore = true; hasMore; ) {
    const page = await spans.listTraces({ workspaceId, filter, limit: rowsAtOnce, ...(after && { after }) });
    yield* page.rows;
    const last = page.searchedTo ?? page.rows.at(-1);
    after = last && { startNs: last.startNs, traceId: last.traceId };
    hasMore = page.hasMore && after !== undefined;
  }
}

/** Their ids. */
export async function* tracesOf(
  spans: Pick<SpanStore, 'listTraces'>,
  workspaceId: string,
  filter: Expression,
): AsyncGenerator<string> {
  for await (const { traceId } of rowsOf(spans, workspaceId, filter)) yield traceId;
}
